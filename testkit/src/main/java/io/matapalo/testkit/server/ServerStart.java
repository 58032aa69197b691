package io.matapalo.testkit.server;

import io.matapalo.testkit.binaries.ServerProgram;
import io.matapalo.testkit.binaries.TestkitException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Starts a kind of server on a free port, and again on another when somebody else took that one
 * first. Immutable.
 *
 * @param server its name, for messages, and in small letters for its log
 * @param readyText what its log says once it takes connections
 * @param deadline how long it may take until then
 * @param stopDeadline how long a stop waits after TERM before it sends KILL
 */
public record ServerStart(
    String server, String readyText, Duration deadline, Duration stopDeadline) {
  private static final int ATTEMPTS = 5;

  /**
   * A running server.
   *
   * @param config what it was started with, with the port that it got
   */
  public record Running(ServerConfig config, String origin, SupervisedProcess process) {}

  /** The options that follow a program's name, before those of the configuration. */
  @FunctionalInterface
  public interface Words {
    List<String> of(ServerConfig config, ServerAccount account);
  }

  /** Returns once the server takes connections; throws, with the end of its log, if it does not. */
  public Running run(ServerConfig config, ServerProgram program, Words words) {
    try {
      Files.createDirectories(config.dataFolder());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + config.dataFolder(), e);
    }
    ServerAccount account =
        ServerAccount.forServer(program.server(), program.libraryFolders(), config.dataFolder());
    int attempts = config.port() == 0 ? ATTEMPTS : 1;
    for (int attempt = 1; attempt <= attempts; attempt++) {
      ServerConfig chosen = config.port() == 0 ? config.withPort(FreePorts.next()) : config;
      if (attempt > 1) {
        account.takeFolder();
      }
      ServerLog log = ServerLog.atEndOf(logFile(config));
      SupervisedProcess process =
          SupervisedProcess.start(plan(chosen, program, words.of(chosen, account)), account);
      switch (log.await(process, readyText, deadline)) {
        case READY -> {
          return new Running(chosen, program.origin(), process);
        }
        case PORT_TAKEN -> process.kill();
        case FAILED -> throw failure(process, chosen.port(), log);
      }
    }
    throw new TestkitException(
        "%s found port %s taken, %d times; see %s"
            .formatted(
                server,
                config.port() == 0 ? "after port" : config.port(),
                attempts,
                logFile(config)));
  }

  /** Where servers of this kind write what they have to say. */
  public Path logFile(ServerConfig config) {
    return config.folder().resolve(server.toLowerCase(Locale.ROOT) + ".log");
  }

  /** How it is started, on the configuration's port. */
  public ProcessPlan plan(ServerConfig config, ServerProgram program, List<String> words) {
    List<String> command = new ArrayList<>(program.command());
    command.addAll(words);
    command.addAll(config.options());
    ProcessPlan plan =
        ProcessPlan.of(logFile(config), command)
            .withStopDeadline(stopDeadline)
            .withLibraries(program.libraryFolders());
    Path programs = config.folder().resolve("programs");
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return Files.isDirectory(programs)
        ? plan.withEnvironment("PATH", programs + File.pathSeparator + path)
        : plan;
  }

  private TestkitException failure(SupervisedProcess process, int port, ServerLog log) {
    String how =
        process.isAlive()
            ? "was not ready within " + deadline
            : "ended with exit code " + process.exitCode().orElse(-1);
    process.kill();
    return new TestkitException(
        "%s on port %d %s; the last lines of %s:%n%s"
            .formatted(server, port, how, process.logFile(), log.tail()));
  }
}
