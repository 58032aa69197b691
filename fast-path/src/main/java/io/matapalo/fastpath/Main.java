package io.matapalo.fastpath;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a {@link FastPathServer} as a process. */
@Command(
    name = "fast-path",
    mixinStandardHelpOptions = true,
    subcommands = AuditCommand.class,
    description = "Answers Turnstile's strangled operations from caches and a few good queries.",
    footer = {
      "",
      "Prints 'fast path ready at http://HOST:PORT' and runs until SIGTERM or Ctrl-C.",
      "Exit codes: 0 stopped, 1 could not start, 2 wrong command line or settings."
    })
public final class Main implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int COULD_NOT_START = 1;
  private static final int WRONG_SETTINGS = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "fast-path.yaml; its keys are in docs/fast-path.md")
  private @Nullable Path config;

  private Main() {}

  /** The process's entry. */
  public static void main(String[] arguments) {
    int code = new CommandLine(new Main()).execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    if (config == null) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--config=FILE'");
    }
    FastPathServer server;
    try {
      server = FastPathServer.start(ConfigFile.read(config, System.getenv()));
    } catch (IOException e) {
      return fail(WRONG_SETTINGS, "cannot read " + config + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return fail(WRONG_SETTINGS, config + ": " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("the fast path could not start", e);
      return fail(COULD_NOT_START, "could not start: " + e.getMessage());
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  LOG.info("fast path stopped");
                  writeLastLines();
                  stopped.countDown();
                },
                "shutdown"));
    System.out.println("fast path ready at " + server.url());
    System.out.flush();
    stopped.await();
    return 0;
  }

  /** Log lines are written by another thread, which the end of the process would cut off. */
  private static void writeLastLines() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      logs.stop();
    }
  }

  /** The system's ticker of nanoseconds. */
  static LongSupplier systemTicker() {
    return System::nanoTime;
  }

  private static int fail(int code, String message) {
    System.err.println("fast-path: " + message);
    return code;
  }
}
