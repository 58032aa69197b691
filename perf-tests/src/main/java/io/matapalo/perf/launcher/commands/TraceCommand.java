package io.matapalo.perf.launcher.commands;

import io.matapalo.perf.bench.http.HttpFetch;
import io.matapalo.perf.launcher.trace.RunningStacks;
import io.matapalo.perf.launcher.trace.Trace;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code trace}: shows what SQL recorders have counted. Confined to the main thread. */
@Command(
    name = "trace",
    description = {
      "Shows which operation asks the database for most, or where one operation does: statements by"
          + " verb, duplicates, N+1 groups with their call sites, rows, time, transactions.",
      "Without --url and --from: all servers of the stack that './matapalo up' keeps running.",
      "Exit code 0; 1 if a recorder cannot be read or knows no such operation; 2 for a wrong"
          + " command line."
    })
public final class TraceCommand extends CommandWithHelp implements Callable<Integer> {
  private final Platform platform;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "A recorder, http://HOST:PORT/APPLICATION or that with /matapalo/sql; may be repeated.",
      converter = AddressOption.class)
  private List<URI> urls = List.of();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "A recording that was saved, or what --json has printed.")
  private @Nullable Path from;

  @Option(names = "--operation", paramLabel = "NAME", description = "Report on this one alone.")
  private @Nullable String operation;

  @Option(names = "--json", description = "Print what the recorders say, as JSON.")
  private boolean json;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description =
          "Write every statement of the latest request of --operation to this file, as JSON.")
  private @Nullable Path save;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Rows of each table, 1 to 1000; default 10.")
  private int top = 10;

  public TraceCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() {
    check();
    Trace trace = trace();
    if (json) {
      platform.out().println(operation == null ? trace.json() : trace.json(operation));
    } else if (operation == null) {
      trace.overview(top).forEach(platform.out()::println);
    } else {
      trace.report(operation, top).forEach(platform.out()::println);
    }
    if (save != null && operation != null) {
      int statements = trace.save(operation, save);
      platform.out().println();
      platform
          .out()
          .println("%d statements of its latest request are in %s".formatted(statements, save));
    }
    return 0;
  }

  private void check() {
    if (top < 1 || top > 1_000) {
      throw wrong("--top must be 1 to 1000, was " + top);
    }
    if (from != null && !urls.isEmpty()) {
      throw wrong("--from and --url exclude each other");
    }
    if (save != null && operation == null) {
      throw wrong("--save needs --operation NAME: it writes the latest request of one operation");
    }
    if (save != null && from != null) {
      throw wrong("--save and --from exclude each other: a saved recording has totals only");
    }
    if (save != null && json) {
      throw wrong("--save and --json exclude each other");
    }
  }

  private Trace trace() {
    HttpFetch http = new HttpFetch(platform.clock());
    if (from != null) {
      return Trace.ofFile(http, from);
    }
    return urls.isEmpty()
        ? Trace.ofStack(http, new RunningStacks(platform.root()))
        : Trace.ofAddresses(http, urls);
  }

  /** Reads {@code --url}. */
  static final class AddressOption implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        return Trace.address(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
