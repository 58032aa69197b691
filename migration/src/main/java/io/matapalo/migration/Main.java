package io.matapalo.migration;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command line of the {@link Migrator}: exit code 0 when done, 1 when refused or failed, 2 when
 * called wrongly. Confined to one thread.
 */
@Command(
    name = "migration",
    description = "Brings a database schema to what a folder of Liquibase change logs says.",
    mixinStandardHelpOptions = true,
    version = "migration 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;

  private Main(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine(System.getenv()).execute(args));
  }

  /** The whole command line, with the environment that passwords are read from. */
  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new Main(Map.copyOf(environment)))
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          LoggerFactory.getLogger(Main.class).debug("command failed", failure);
          command.getErr().println("migration: " + failure.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        });
  }

  /** Apply what is missing. */
  @Command(name = "update", description = "Applies every change set that the database lacks.")
  int update(@Mixin Target target) {
    Outcome outcome = run(target, new Step.Update());
    print("applied", outcome.changed());
    if (!outcome.skipped().isEmpty()) {
      print("skipped", outcome.skipped());
    }
    return CommandLine.ExitCode.OK;
  }

  /** Tell what is there and what is missing. */
  @Command(
      name = "status",
      description = "Lists what is applied and what is pending; changes nothing.")
  int status(@Mixin Target target) {
    Outcome outcome = run(target, new Step.Status());
    print("applied", outcome.applied());
    print("pending", outcome.pending());
    return CommandLine.ExitCode.OK;
  }

  /** Take back what was applied last. */
  @Command(name = "rollback", description = "Takes back the change sets that were applied last.")
  int rollback(
      @Mixin Target target,
      @Option(
              names = "--count",
              required = true,
              paramLabel = "N",
              description = "how many change sets, at least 1")
          int count) {
    if (count < 1) {
      throw wrong("--count must be at least 1, was " + count);
    }
    Outcome outcome = run(target, new Step.Rollback(count));
    print("rolled back", outcome.changed());
    return CommandLine.ExitCode.OK;
  }

  private Outcome run(Target target, Step step) {
    Migrator migrator;
    try {
      migrator = Migrator.plan(target.address(environment), target.changelog());
    } catch (IllegalArgumentException | MigrationException e) {
      // Nothing was connected to yet: an option is wrong.
      throw wrong(String.valueOf(e.getMessage()));
    }
    return migrator.run(step);
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(specification().commandLine(), message);
  }

  private CommandSpec specification() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the command's specification");
    }
    return spec;
  }

  private void print(String what, List<String> changeSets) {
    PrintWriter out = specification().commandLine().getOut();
    out.println(what + " " + changeSets.size());
    changeSets.forEach(changeSet -> out.println("  " + changeSet));
    out.flush();
  }

  /** What every command needs. Confined to one thread. */
  static final class Target {

    @Option(
        names = "--url",
        required = true,
        paramLabel = "JDBC",
        description = "JDBC URL of the database")
    private String url = "";

    @Option(names = "--user", required = true, paramLabel = "U", description = "database user")
    private String user = "";

    @ArgGroup private @Nullable Secret secret;

    @Option(
        names = "--changelog",
        required = true,
        paramLabel = "FILE",
        description = "root file of the change log; what it includes is looked up from its folder")
    private Path changelog = Path.of("");

    @Option(
        names = "--connect-timeout",
        paramLabel = "SECONDS",
        defaultValue = "10",
        description = "how long the server may take to accept and greet, in seconds (default 10)")
    private int connectTimeoutSeconds;

    DatabaseAddress address(Map<String, String> environment) {
      return new DatabaseAddress(
          url,
          user,
          secret == null ? "" : secret.password(environment),
          Duration.ofSeconds(connectTimeoutSeconds));
    }

    Path changelog() {
      return changelog;
    }
  }

  /** The password, by one of two ways. Confined to one thread. */
  static final class Secret {

    @Option(
        names = "--password-env",
        paramLabel = "VAR",
        description = "environment variable that holds the password")
    private @Nullable String variable;

    @Option(
        names = "--password",
        paramLabel = "P",
        description = "the password itself; other users may see it in the process list")
    private @Nullable String password;

    String password(Map<String, String> environment) {
      if (password != null) {
        return password;
      }
      String value = environment.get(variable);
      if (value == null) {
        throw new MigrationException(
            "the environment variable " + variable + " is not set; set it or use --password");
      }
      return value;
    }
  }
}
