package io.matapalo.testkit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the testkit. */
@Command(
    name = "testkit",
    description = "Servers and simulators as processes.",
    mixinStandardHelpOptions = true,
    subcommands = {DatabaseCommand.class, VendorsCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  private Main() {}

  public static void main(String[] arguments) {
    // Not named logback.xml: whoever has this module on the class path brings a configuration of
    // his own.
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "testkit-logback.xml");
    }
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          command.getErr().println("testkit: " + failure.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        });
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        Objects.requireNonNull(spec).commandLine(), "which command? database or vendors");
  }
}
