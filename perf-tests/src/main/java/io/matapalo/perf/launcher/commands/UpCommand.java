package io.matapalo.perf.launcher.commands;

import io.matapalo.perf.launcher.stack.Progress;
import io.matapalo.perf.launcher.stack.RunningStack;
import io.matapalo.perf.launcher.stack.StackFile;
import io.matapalo.perf.launcher.trace.RunningStacks;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code up}: starts the stack and keeps it until Ctrl-C or SIGTERM. Confined to the main thread.
 */
@Command(
    name = "up",
    description = {
      "Starts the whole stack on loopback, prints every address and a last line that begins with"
          + " 'ready:', and stays until Ctrl-C or SIGTERM. Then it ends everything it started.",
      "Logs: target/stack/<run>/logs. Exit code 0 after a clean end, 1 if the stack cannot"
          + " start, 2 for a wrong command line."
    })
public final class UpCommand extends CommandWithHelp implements Callable<Integer> {
  private final Platform platform;
  private final Runnable interruptionIsSuccess;

  @Mixin private StackOptions options = new StackOptions();

  /**
   * A command for one run.
   *
   * @param interruptionIsSuccess called once the stack is about to start: a signal ends it well
   */
  public UpCommand(Platform platform, Runnable interruptionIsSuccess) {
    this.platform = platform;
    this.interruptionIsSuccess = interruptionIsSuccess;
  }

  @Override
  public Integer call() throws Exception {
    Progress progress = new Progress(platform.out(), platform.clock());
    StackFile file = options.checked(platform, this);
    interruptionIsSuccess.run();
    options.lookAtEveryCallSite();
    try (RunningStack stack = options.start(file, platform, platform.runId(), progress);
        AutoCloseable _ = announce(file, stack)) {
      stack
          .addresses()
          .forEach((name, address) -> progress.print("%-24s %s".formatted(name, address)));
      stack.placeholders().find("mariadb.network").ifPresent(progress::print);
      progress.print("ready: " + stack.addresses().values().iterator().next());
      // Nothing counts it down: only an interruption ends the wait.
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      progress.say("asked to end");
    }
    return 0;
  }

  /** For {@code trace}, which then needs no address. */
  private AutoCloseable announce(StackFile file, RunningStack stack) {
    List<RunningStacks.Side> sides =
        file.measuring().map(StackFile.MeasureSpec::sides).orElse(List.of()).stream()
            .map(side ->
                new RunningStacks.Side(side.name(), stack.placeholders().resolve(side.sql())))
            .toList();
    return new RunningStacks(platform.root()).announce(stack.folder().path(), sides);
  }
}
