package io.matapalo.testkit.server;

import io.matapalo.testkit.binaries.ServerProgram;
import io.matapalo.testkit.binaries.TestkitException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Starts a server on a free port, and again on another when somebody else took that one first.
 * Immutable.
 *
 * @param server its name, for messages
 * @param port a fixed port, or 0 for any free one
 * @param readyText what its log says once it takes connections
 * @param portTakenText what its log says when the port is in use
 */
public record ServerStart(
    String server, int port, String readyText, String portTakenText, Duration deadline) {
  private static final int ATTEMPTS = 5;

  /** A running server and where it listens. */
  public record Running(SupervisedProcess process, int port) {}

  /** Returns once the server takes connections; throws, with the end of its log, if it does not. */
  public Running run(Path logFile, IntFunction<ProcessPlan> planForPort, ServerAccount account) {
    int attempts = port == 0 ? ATTEMPTS : 1;
    for (int attempt = 1; attempt <= attempts; attempt++) {
      int chosen = port == 0 ? FreePorts.next() : port;
      if (attempt > 1) {
        account.takeFolder();
      }
      ServerLog log = ServerLog.atEndOf(logFile);
      SupervisedProcess process = SupervisedProcess.start(planForPort.apply(chosen), account);
      switch (log.await(process, readyText, portTakenText, deadline)) {
        case READY -> {
          return new Running(process, chosen);
        }
        case PORT_TAKEN -> process.kill();
        case FAILED -> throw failure(process, chosen, log);
      }
    }
    throw new TestkitException(
        "%s found port %s taken, %d times; see %s"
            .formatted(server, port == 0 ? "after port" : port, attempts, logFile));
  }

  /**
   * The same for a server that needs an empty folder {@code data} and no more; its log is named for
   * it.
   *
   * @param wordsForPort the options that follow the program's name
   */
  public Running run(Path folder, ServerProgram program, IntFunction<List<String>> wordsForPort) {
    Path data = folder.resolve("data");
    Path log = folder.resolve(server.toLowerCase(Locale.ROOT) + ".log");
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + data, e);
    }
    IntFunction<ProcessPlan> plan =
        port -> {
          List<String> words = new ArrayList<>(List.of(program.server().toString()));
          words.addAll(wordsForPort.apply(port));
          return ServerEnvironment.of(ProcessPlan.of(log, words), program.libraryFolders());
        };
    return run(
        log, plan, ServerAccount.forServer(program.server(), program.libraryFolders(), data));
  }

  private TestkitException failure(SupervisedProcess process, int chosen, ServerLog log) {
    String how =
        process.isAlive()
            ? "was not ready within " + deadline
            : "ended with exit code " + process.exitCode().orElse(-1);
    process.kill();
    return new TestkitException(
        "%s on port %d %s; the last lines of %s:%n%s"
            .formatted(server, chosen, how, process.logFile(), log.tail()));
  }
}
