package io.matapalo.perf.launcher.commands;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What every command has: the option that shows what it can do, and one way to refuse a wrong
 * option. Confined to one thread.
 */
public abstract class CommandWithHelp {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text and end.")
  // Only picocli reads it.
  @SuppressWarnings("UnusedVariable")
  private boolean helpRequested;

  @Spec
  // Set by picocli before the command runs.
  private @Nullable CommandSpec spec;

  /** The commands below this one, by name. */
  protected final Map<String, CommandLine> subcommands() {
    return Objects.requireNonNull(spec, "picocli made the command").subcommands();
  }

  /** A wrong command line, told with the way to the help: exit code 2. */
  protected final ParameterException wrong(String message) {
    return new ParameterException(
        Objects.requireNonNull(spec, "picocli made the command").commandLine(), message);
  }
}
