package io.matapalo.perf.launcher.commands;

import picocli.CommandLine.Option;

/** The option that every command has: it shows what the command can do. Confined to one thread. */
public abstract class CommandWithHelp {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text and end.")
  // Only picocli reads it.
  @SuppressWarnings("UnusedVariable")
  private boolean helpRequested;
}
