package io.matapalo.perf;

import io.matapalo.perf.bench.pacing.MonotonicClock;
import io.matapalo.perf.launcher.commands.CommandWithHelp;
import io.matapalo.perf.launcher.commands.DemoCommand;
import io.matapalo.perf.launcher.commands.FailureText;
import io.matapalo.perf.launcher.commands.Platform;
import io.matapalo.perf.launcher.commands.ProveCommand;
import io.matapalo.perf.launcher.commands.Termination;
import io.matapalo.perf.launcher.commands.TraceCommand;
import io.matapalo.perf.launcher.commands.UpCommand;
import io.matapalo.perf.launcher.proxies.BenchCommand;
import io.matapalo.perf.launcher.proxies.ProxyEnduranceCommand;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line of {@code perf-tests}. The one place that reads the system's clocks; everything
 * else is handed them. Confined to the main thread.
 */
@Command(
    name = "matapalo",
    description = "Starts the stack as processes, puts load on it, measures and reports.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main extends CommandWithHelp {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Platform platform =
        new Platform(
            systemClock(), InstantSource.system(), root(), String.join(" ", arguments), System.out);
    Termination termination = Termination.ofThisProcess();
    CommandLine commands = new CommandLine(new Main());
    commands.addSubcommand(new UpCommand(platform, termination::interruptionIsSuccess));
    commands.addSubcommand(new DemoCommand(platform));
    commands.addSubcommand(new TraceCommand(platform));
    commands.addSubcommand(
        new CommandLine(new ProveCommand(platform))
            .addSubcommand(new ProxyEnduranceCommand(platform)));
    commands.addSubcommand(BenchCommand.on(platform));
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExecutionExceptionHandler(new FailureText());
    int exitCode = arguments.length == 0 ? usage(commands) : commands.execute(arguments);
    termination.exit(exitCode);
  }

  /** The monotonic clock of this machine. */
  public static MonotonicClock systemClock() {
    return new MonotonicClock() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void waitUntil(long deadlineNanos) throws InterruptedException {
        long remaining = deadlineNanos - System.nanoTime();
        while (remaining > 0) {
          LockSupport.parkNanos(remaining);
          if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting");
          }
          remaining = deadlineNanos - System.nanoTime();
        }
      }
    };
  }

  private static int usage(CommandLine commands) {
    commands.usage(System.out);
    return CommandLine.ExitCode.USAGE;
  }

  private static Path root() {
    return Path.of(System.getProperty("matapalo.root", ".")).toAbsolutePath().normalize();
  }
}
