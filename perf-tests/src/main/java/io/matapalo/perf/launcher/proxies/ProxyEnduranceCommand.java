package io.matapalo.perf.launcher.proxies;

import io.matapalo.perf.bench.closedloop.ClosedLoopException;
import io.matapalo.perf.bench.http.ClientAddresses;
import io.matapalo.perf.launcher.commands.CommandWithHelp;
import io.matapalo.perf.launcher.commands.Platform;
import io.matapalo.perf.launcher.demo.DemoException;
import io.matapalo.perf.launcher.proxies.ProxyEnduranceRun.Reading;
import io.matapalo.perf.launcher.stack.Progress;
import io.matapalo.testkit.ResultPage;
import io.matapalo.testkit.server.ServerCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code prove proxy-endurance}. Confined to the main thread. */
@Command(
    name = ProxyEnduranceCommand.NAME,
    description = {
      "10 million requests of many kinds through strangler-proxy, whose memory must stay flat.",
      "Writes docs/results/proxy-endurance.md, and target/prove/proxy-endurance.md with fewer"
          + " requests. Needs Debian 12, whose nginx is the back end.",
      "Exit code 0 if memory, threads and descriptors stay flat, 1 if they do not, 2 for a wrong"
          + " command line."
    })
public final class ProxyEnduranceCommand extends CommandWithHelp implements Callable<Integer> {
  static final String NAME = "proxy-endurance";
  private static final int REQUESTS = 10_000_000;
  private static final int LEAST = 20_000;
  private static final int MOST = 1_000_000_000;
  private static final int CLIENTS = 8;
  private static final List<String> MEASURED =
      List.of("strangler-proxy/src/main", "perf-tests/proxies/endurance.yaml");
  private static final Duration ALLOWANCE = Duration.ofDays(3);

  // The kernel and the collector give back late, so what is resident may vary.
  private static final List<Bound> BOUNDS =
      List.of(
          new Bound("MiB of heap in use", reading -> reading.memory().liveHeap(), 1.0, 2),
          new Bound("MiB resident", reading -> reading.memory().resident(), 1.2, 0),
          new Bound("threads", Reading::threads, 1.0, 4),
          new Bound("descriptors", Reading::descriptors, 1.0, 32));

  private final Platform platform;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "20000 to 1000000000; default ${DEFAULT-VALUE}.",
      defaultValue = "" + REQUESTS)
  private int requests;

  /** How far the last quarter may lie above the second one, in which all tables are full. */
  private record Bound(String what, ToLongFunction<Reading> of, double factor, long more) {

    Optional<String> exceededBy(List<Reading> readings) {
      int quarter = readings.size() / 4;
      long full = most(readings.subList(quarter, 2 * quarter));
      long last = most(readings.subList(3 * quarter, readings.size()));
      return last <= full * factor + more
          ? Optional.empty()
          : Optional.of("%s grew from %d to %d".formatted(what, full, last));
    }

    private long most(List<Reading> readings) {
      return readings.stream().mapToLong(of).max().orElse(0);
    }
  }

  public ProxyEnduranceCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (requests < LEAST || requests > MOST) {
      throw wrong("--requests must be %d to %d, was %d".formatted(LEAST, MOST, requests));
    }
    Progress progress = new Progress(platform.out(), platform.clock());
    ProxyPrograms programs = ProxyPrograms.in(ServerCache.standard(), progress::say);
    Path folder = platform.root().resolve("target/prove").resolve(platform.runId());
    ProxyStarter starter =
        ProxyStarter.in(platform.root(), folder, programs, platform.clock(), "endurance.yaml");
    ProxyCostRun.Load load =
        new ProxyCostRun.Load(
            ClientAddresses.loopback(CLIENTS),
            Thread.ofPlatform().name("load-", 0).daemon().factory(),
            platform.clock());
    progress.say("%,d requests; logs: %s".formatted(requests, folder));
    List<Reading> readings;
    try (ProxyEnduranceRun run = ProxyEnduranceRun.start(starter, load, progress::say)) {
      readings = run.run(requests);
    } catch (ClosedLoopException e) {
      throw new DemoException("%s; the logs are in %s".formatted(e.getMessage(), folder), e);
    }
    Files.delete(folder.resolve("large.bin"));
    List<String> growth = growth(readings);
    progress.print("written: " + write(page(readings, growth)));
    growth.forEach(progress::print);
    return growth.isEmpty() ? 0 : 1;
  }

  /** What has grown; empty if all is flat. */
  static List<String> growth(List<Reading> readings) {
    return BOUNDS.stream().flatMap(bound -> bound.exceededBy(readings).stream()).toList();
  }

  private ResultPage page(List<Reading> readings, List<String> growth) {
    ResultPage page =
        new ResultPage(
            NAME,
            new ResultPage.Subject(
                "./matapalo " + platform.commandLine(),
                "`perf-tests/proxies/endurance.yaml`, where all that remembers something is on;"
                    + " defaults otherwise",
                MEASURED,
                ALLOWANCE));
    page.fact("result", growth.isEmpty() ? "flat" : String.join("; ", growth));
    page.fact(
        "load",
        "closed loop of %d connections, which are new every %d requests, as are user, address, element or target"
            .formatted(ProxyEnduranceRun.CONNECTIONS, ProxyEnduranceRun.PIECE));
    page.line(
        "Each reading follows a full collection. The largest value of the last quarter is compared"
            + " with the largest of the second quarter, in which every table is full.");
    page.line("").line("| requests | heap in use, MiB | resident, MiB | threads | descriptors |");
    page.line("|---|---|---|---|---|");
    for (Reading reading : readings) {
      page.line(
          "| %,d | %d | %d | %d | %d |"
              .formatted(
                  reading.requests(),
                  reading.memory().liveHeap(),
                  reading.memory().resident(),
                  reading.threads(),
                  reading.descriptors()));
    }
    return page;
  }

  private Path write(ResultPage page) throws IOException {
    if (requests >= REQUESTS) {
      return page.write(platform.root(), platform.wallClock().instant());
    }
    Path file = platform.root().resolve("target/prove").resolve(NAME + ".md");
    return Files.writeString(file, page.text(platform.root(), platform.wallClock().instant()));
  }
}
