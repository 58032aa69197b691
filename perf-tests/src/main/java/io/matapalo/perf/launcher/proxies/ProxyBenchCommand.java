package io.matapalo.perf.launcher.proxies;

import io.matapalo.perf.bench.closedloop.ClosedLoopException;
import io.matapalo.perf.bench.http.ClientAddresses;
import io.matapalo.perf.launcher.commands.CommandWithHelp;
import io.matapalo.perf.launcher.commands.Platform;
import io.matapalo.perf.launcher.costs.SystemCallCounter;
import io.matapalo.perf.launcher.demo.DemoException;
import io.matapalo.perf.launcher.stack.Progress;
import io.matapalo.testkit.ResultPage;
import io.matapalo.testkit.server.ServerCache;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench proxy}. Confined to the main thread. */
@Command(
    name = "proxy",
    description = {
      "Measures strangler-proxy beside HAProxy, nginx with Lua and stock Undertow: processor time, system calls and"
          + " allocated bytes a request, time added, the first requests after a start, memory.",
      "All stand before one back end and do the same work: sticky by client address over two instances, connections"
          + " kept open, the operation read from the body where the contender can, one I/O thread. Their"
          + " configurations are in perf-tests/proxies.",
      "With the default numbers or larger ones it writes docs/results/proxy-cost.md, else"
          + " target/bench/proxy-cost.md: a short run shows that all works, not what it costs.",
      "Needs Debian 12, whose packages it unpacks into the cache. Exit code 0; 1 if a contender does not start or does"
          + " other work than the rest; 2 for a wrong command line."
    })
final class ProxyBenchCommand extends CommandWithHelp implements Callable<Integer> {
  private static final ProxyCostPlan DEFAULTS =
      new ProxyCostPlan(16, 20, 5_000, 3, 20_000, 1_000_000);
  private static final String NAME = "proxy-cost";
  private static final List<String> MEASURED =
      List.of(
          "strangler-proxy/src/main",
          "perf-tests/proxies",
          "perf-tests/src/main/java/io/matapalo/perf/launcher/proxies/StockUndertow.java");
  private static final Duration ALLOWANCE = Duration.ofDays(3);
  private static final long SEED = 20_261_129L;
  private static final int CLIENTS = 8;

  private final Platform platform;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Kept open to a contender, 1 to 1000; default ${DEFAULT-VALUE}.",
      defaultValue = "16")
  private int connections;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "In each all take turns, 1 to 1000; default ${DEFAULT-VALUE}.",
      defaultValue = "20")
  private int rounds;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description =
          "Of a turn, 100 to 1000000; large answers a fiftieth; default ${DEFAULT-VALUE}.",
      defaultValue = "5000")
  private int requests;

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = "Of each contender, 1 to 100; default ${DEFAULT-VALUE}.",
      defaultValue = "3")
  private int starts;

  @Option(
      names = "--first",
      paramLabel = "N",
      description =
          "Requests after a start that are measured by themselves, 100 to 1000000; default ${DEFAULT-VALUE}.",
      defaultValue = "20000")
  private int first;

  @Option(
      names = "--soak",
      paramLabel = "N",
      description =
          "Requests before memory is read the last time, 0 to 100000000; default ${DEFAULT-VALUE}.",
      defaultValue = "1000000")
  private int soak;

  @Option(
      names = "--no-strace",
      description = "Count no system calls, where this user may not trace processes.")
  private boolean withoutStrace;

  ProxyBenchCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    ProxyCostPlan plan = plan();
    Progress progress = new Progress(platform.out(), platform.clock());
    ProxyPrograms programs = ProxyPrograms.in(ServerCache.standard(), progress::say);
    Path folder = platform.root().resolve("target/bench").resolve(platform.runId());
    ProxyStarter starter = ProxyStarter.in(platform.root(), folder, programs, platform.clock());
    ProxyCostRun.Load load =
        new ProxyCostRun.Load(
            ClientAddresses.loopback(CLIENTS),
            Thread.ofPlatform().name("load-", 0).daemon().factory(),
            platform.clock());
    double loadBefore = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    progress.say("%s; logs: %s".formatted(plan, folder));
    ProxyCosts costs;
    try (ProxyCostRun run =
        new ProxyCostRun(plan, starter, load, new SplittableRandom(SEED), progress::say)) {
      costs = run.run(counter(programs, folder));
    } catch (ClosedLoopException e) {
      throw new DemoException(
          "%s; the contenders' logs are in %s".formatted(e.getMessage(), folder), e);
    }
    Files.delete(folder.resolve("large.bin"));
    ResultPage page = page(plan, programs, loadBefore);
    List<String> lines = new ProxyCostTable(costs, plan).lines();
    lines.forEach(page::line);
    progress.print("");
    lines.forEach(progress::print);
    progress.print("written: " + write(page, plan));
    return 0;
  }

  private ProxyCostPlan plan() {
    try {
      return new ProxyCostPlan(connections, rounds, requests, starts, first, soak);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Optional<SystemCallCounter> counter(ProxyPrograms programs, Path folder) {
    return withoutStrace
        ? Optional.empty()
        : Optional.of(
            new SystemCallCounter(
                programs.strace(), programs.environment(), folder, platform.clock()));
  }

  private ResultPage page(ProxyCostPlan plan, ProxyPrograms programs, double loadBefore) {
    return new ResultPage(
            NAME,
            new ResultPage.Subject(
                "./matapalo " + platform.commandLine(),
                plan + "; defaults otherwise",
                MEASURED,
                ALLOWANCE))
        .fact("load before", String.format(Locale.ROOT, "%.1f processes wanted to run", loadBefore))
        .fact("load", "closed loop; generator, proxy and back end share the cores")
        .fact(
            "work",
            "two clusters of two instances; sticky by client address, of which there are %d; connections kept open; one I/O thread"
                .formatted(CLIENTS))
        .fact("versions", programs.versions() + "; Undertow of the build")
        .fact(
            "configurations, in `perf-tests/proxies`",
            Contender.proxies().stream()
                .map(contender -> "%s `%s`".formatted(contender.title(), contender.configuration()))
                .collect(Collectors.joining(", ", "", "; back end `backend.conf`")))
        .fact(
            "operation from the body",
            Contender.proxies().stream()
                .filter(Contender::readsOperations)
                .map(Contender::title)
                .collect(Collectors.joining(", ", "", "; stock Undertow passes bodies on unread")));
  }

  private Path write(ResultPage page, ProxyCostPlan plan) throws IOException {
    if (plan.isAtLeast(DEFAULTS) && !withoutStrace) {
      return page.write(platform.root(), platform.wallClock().instant());
    }
    Path file = platform.root().resolve("target/bench").resolve(NAME + ".md");
    return Files.writeString(file, page.text(platform.root(), platform.wallClock().instant()));
  }
}
