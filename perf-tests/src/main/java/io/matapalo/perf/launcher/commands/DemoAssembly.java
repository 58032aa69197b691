package io.matapalo.perf.launcher.commands;

import io.matapalo.perf.bench.engine.LoadEngine;
import io.matapalo.perf.bench.engine.LoadLimits;
import io.matapalo.perf.bench.engine.LoadThreads;
import io.matapalo.perf.bench.http.ClientAddresses;
import io.matapalo.perf.bench.http.HttpFetch;
import io.matapalo.perf.bench.http.SocketTransport;
import io.matapalo.perf.bench.outcome.Outcome;
import io.matapalo.perf.bench.outcome.SoapFaults;
import io.matapalo.perf.bench.pacing.ArrivalSchedule;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import io.matapalo.perf.bench.report.Report;
import io.matapalo.perf.bench.workload.Workload;
import io.matapalo.perf.bench.workload.WorkloadFile;
import io.matapalo.perf.launcher.costs.CostRun;
import io.matapalo.perf.launcher.demo.CutoverFile;
import io.matapalo.perf.launcher.demo.DemoException;
import io.matapalo.perf.launcher.demo.DemoPlan;
import io.matapalo.perf.launcher.demo.DemoResult;
import io.matapalo.perf.launcher.demo.LoadSetup;
import io.matapalo.perf.launcher.demo.Sides;
import io.matapalo.perf.launcher.demo.SqlCounters;
import io.matapalo.perf.launcher.stack.RunningStack;
import io.matapalo.perf.launcher.stack.StackFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/** Puts the parts of a demo together: load, sides and report. Confined to the main thread. */
final class DemoAssembly implements AutoCloseable {
  private final Platform platform;
  private final WorkloadFile workload;
  private final RunningStack stack;
  private final StackFile.MeasureSpec measure;
  private final SocketTransport transport;
  private final Workload requests;
  private final LoadSetup load;
  private final RunEnvironment environment;

  DemoAssembly(
      Platform platform,
      StackFile file,
      WorkloadFile workload,
      RunNames names,
      RunningStack stack) {
    this.platform = platform;
    this.workload = workload;
    this.stack = stack;
    this.measure =
        file.measuring()
            .orElseThrow(() -> new DemoException("the stack file has no section measure"));
    List<InetAddress> clients = ClientAddresses.loopback(workload.clients());
    URI target = URI.create(stack.placeholders().resolve(measure.target()));
    this.transport =
        new SocketTransport(
            new InetSocketAddress(target.getHost(), target.getPort()), clients, platform.clock());
    SplittableRandom random = new SplittableRandom(names.seed());
    this.requests = Workload.of(workload, names.runId(), random);
    this.load = load(random.split());
    this.environment = new RunEnvironment(platform, stack, names);
  }

  private LoadSetup load(SplittableRandom random) {
    LoadThreads threads =
        new LoadThreads(
            Thread.ofPlatform().name("pacer").daemon().factory(),
            Thread.ofVirtual().name("arrival-", 0).factory());
    LoadEngine engine =
        new LoadEngine(
            platform.clock(),
            transport,
            new SoapFaults(
                workload.applicationFaults().stream()
                    .map(QName::valueOf)
                    .collect(Collectors.toSet())),
            LoadLimits.defaults(),
            threads);
    ArrivalSchedule arrivals =
        switch (workload.arrival()) {
          case CONSTANT -> ArrivalSchedule.constant(workload.rate());
          case POISSON -> ArrivalSchedule.poisson(workload.rate(), random);
        };
    return new LoadSetup(engine, arrivals, workload.rate(), requests);
  }

  LoadSetup load() {
    return load;
  }

  /** The same requests, one after another. */
  CostRun.OneByOne oneByOne() {
    return new CostRun.OneByOne() {
      @Override
      public List<String> operations() {
        return requests.operations();
      }

      @Override
      public Optional<Outcome> send(String operation, Duration limit) {
        return requests.next(operation).map(request -> load.engine().sendOne(request, limit));
      }

      @Override
      public MonotonicClock clock() {
        return platform.clock();
      }
    };
  }

  /** The load in words, for the head of every table. */
  String model() {
    String mix =
        workload.operations().stream()
            .map(one -> String.format(Locale.ROOT, "%s %.1f/s", one.name(), one.rate()))
            .collect(Collectors.joining(" + "));
    return String.format(
        Locale.ROOT,
        "open loop, %s arrivals, %.1f requests/s (%s), %d client addresses",
        workload.arrival().name().toLowerCase(Locale.ROOT),
        workload.rate(),
        mix,
        workload.clients());
  }

  Sides sides() {
    if (measure.sides().size() != 2) {
      throw new DemoException(
          "measure needs two sides, legacy first, has " + measure.sides().size());
    }
    Path file = Path.of(stack.placeholders().resolve(measure.cutoverFile()));
    List<String> operations =
        workload.operations().stream().map(WorkloadFile.OperationSpec::name).toList();
    HttpFetch http = new HttpFetch(platform.clock());
    List<SqlCounters> counters =
        measure.sides().stream()
            .map(side ->
                new SqlCounters(
                    side.name(), URI.create(stack.placeholders().resolve(side.sql())), http))
            .toList();
    return new Sides(
        new CutoverFile(file, operations),
        measure.sides().getFirst().flag(),
        measure.sides().getLast().flag(),
        counters);
  }

  RunEnvironment environment() {
    return environment;
  }

  Report report(DemoResult result, DemoPlan plan) {
    Report.Heading heading =
        new Report.Heading(
            "Matapalo demo: %s, stages of %d s, %s"
                .formatted(workload.name(), plan.stage(), environment.databaseNetwork()),
            model(),
            Stream.concat(
                    DemoNotes.of(plan).stream(),
                    measure.notes().stream().map(stack.placeholders()::resolve))
                .toList());
    return new Report(
        heading, result.stages(), result.outside(), environment.describe(), result.problems());
  }

  @Override
  public void close() {
    transport.close();
  }
}
