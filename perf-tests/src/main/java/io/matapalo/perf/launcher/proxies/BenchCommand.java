package io.matapalo.perf.launcher.proxies;

import io.matapalo.perf.launcher.commands.CommandWithHelp;
import io.matapalo.perf.launcher.commands.Platform;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bench}: the benchmarks of whole servers. Confined to the main thread. */
@Command(
    name = "bench",
    description = "Measures what a server costs beside others that do the same work.",
    synopsisSubcommandLabel = "NAME")
public final class BenchCommand extends CommandWithHelp {
  private BenchCommand() {}

  /** With its benchmarks. */
  public static CommandLine on(Platform platform) {
    return new CommandLine(new BenchCommand()).addSubcommand(new ProxyBenchCommand(platform));
  }
}
