package io.matapalo.perf.launcher.proxies;

import io.matapalo.perf.bench.closedloop.ClosedLoop;
import io.matapalo.perf.bench.closedloop.FixedRequest;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import io.matapalo.perf.launcher.costs.AllocatedBytes;
import io.matapalo.perf.launcher.costs.JavaMemory;
import io.matapalo.perf.launcher.costs.ProcessMeter;
import io.matapalo.perf.launcher.costs.SystemCallCounter;
import io.matapalo.perf.launcher.demo.DemoException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * The measuring itself. Contenders take turns, in another order each round, so that each meets the
 * same weather of the machine. Confined to one thread.
 */
final class ProxyCostRun implements AutoCloseable {
  private static final int BEFORE_A_TURN = 10;
  private static final int SOAK_PIECE = 100_000;
  private static final int KIB_OF_MIB = 1_024;
  private static final double NANOS = 1_000;

  private final ProxyCostPlan plan;
  private final ProxyStarter starter;
  private final Load load;
  private final RandomGenerator random;
  private final Consumer<String> progress;
  private final ProxyCosts costs = new ProxyCosts();
  private final Map<Contender, RunningProxy> running = new EnumMap<>(Contender.class);
  private final Map<Contender, Long> early = new EnumMap<>(Contender.class);

  ProxyCostRun(
      ProxyCostPlan plan,
      ProxyStarter starter,
      Load load,
      RandomGenerator random,
      Consumer<String> progress) {
    this.plan = plan;
    this.starter = starter;
    this.load = load;
    this.random = random;
    this.progress = progress;
  }

  /** Who sends: client addresses, the threads that send, and the clock of answers. */
  record Load(List<InetAddress> clients, ThreadFactory threads, MonotonicClock clock) {}

  /**
   * Everything in order; without a counter no system calls.
   *
   * @throws DemoException if a contender does not start, or does other work than the rest
   */
  ProxyCosts run(Optional<SystemCallCounter> counter) throws InterruptedException {
    running.put(Contender.DIRECT, starter.start(Contender.DIRECT));
    starts();
    for (Contender contender : Contender.proxies()) {
      checkWork(contender);
    }
    warm();
    for (int round = 1; round <= plan.rounds(); round++) {
      round(round);
    }
    // Before the agents that count bytes, which take memory themselves.
    soak();
    allocations();
    if (counter.isPresent()) {
      systemCalls(counter.get());
    }
    return costs;
  }

  private void starts() throws InterruptedException {
    for (int start = 1; start <= plan.starts(); start++) {
      for (Contender contender : shuffled(Contender.proxies())) {
        Optional.ofNullable(running.remove(contender)).ifPresent(RunningProxy::close);
        running.put(contender, starter.start(contender));
        Duration toReady = running(contender).meter().cpu();
        try (ClosedLoop loop = open(contender)) {
          double micros = cpuMicros(contender, loop, Traffic.SOAP_POST.request(), plan.first());
          costs.start(contender, toReady, micros);
          progress.accept(
              String.format(
                  Locale.ROOT,
                  "start %d of %d: %s, %.1f µs each of the first %d requests",
                  start,
                  plan.starts(),
                  contender.title(),
                  micros,
                  plan.first()));
        }
        early.put(contender, running(contender).meter().memoryKib());
      }
    }
  }

  private double cpuMicros(Contender contender, ClosedLoop loop, FixedRequest request, int requests)
      throws InterruptedException {
    ProcessMeter meter = running(contender).meter();
    Duration before = meter.cpu();
    loop.send(request, requests);
    return micros(meter.cpu().minus(before), requests);
  }

  private static double micros(Duration used, int requests) {
    return used.toNanos() / NANOS / requests;
  }

  /** A contender that saves itself the work must not win. */
  private void checkWork(Contender contender) throws InterruptedException {
    for (Traffic traffic : Traffic.values()) {
      try (ClosedLoop loop = open(contender)) {
        loop.send(traffic.request(), before(traffic));
        String cluster =
            traffic.namesAnOperation() && contender.readsOperations() ? "fast-" : "legacy-";
        for (Map.Entry<String, Set<String>> client : loop.instances().entrySet()) {
          if (client.getValue().size() != 1
              || !client.getValue().iterator().next().startsWith(cluster)) {
            throw new DemoException(
                "%s sent %s of %s to %s, wanted one instance %s*; see %s"
                    .formatted(
                        contender.title(),
                        traffic.title(),
                        client.getKey(),
                        client.getValue(),
                        cluster,
                        contender.configuration()));
          }
        }
      }
    }
  }

  private void warm() throws InterruptedException {
    for (Contender contender : Contender.values()) {
      for (Traffic traffic : Traffic.values()) {
        try (ClosedLoop loop = open(contender)) {
          loop.send(traffic.request(), traffic.requests(plan.first(), plan.connections()));
        }
      }
      progress.accept("warm: " + contender.title());
    }
  }

  private void round(int number) throws InterruptedException {
    for (Traffic traffic : Traffic.values()) {
      Map<Contender, TurnCost> turns = new EnumMap<>(Contender.class);
      for (Contender contender : shuffled(List.of(Contender.values()))) {
        TurnCost turn = turn(contender, traffic);
        costs.turn(traffic, contender, turn);
        turns.put(contender, turn);
      }
      progress.accept(
          "round %d of %d, %s, CPU µs: %s"
              .formatted(
                  number,
                  plan.rounds(),
                  traffic.title(),
                  turns.entrySet().stream()
                      .filter(turn -> turn.getKey().isProxy())
                      .map(turn ->
                          String.format(
                              Locale.ROOT,
                              "%s %.1f",
                              turn.getKey().title(),
                              turn.getValue().cpuMicros()))
                      .collect(Collectors.joining(", "))));
    }
  }

  private TurnCost turn(Contender contender, Traffic traffic) throws InterruptedException {
    int requests = plan.requests(traffic);
    try (ClosedLoop loop = open(contender)) {
      loop.send(traffic.request(), before(traffic));
      ProcessMeter backEnd = running(Contender.DIRECT).meter();
      Duration backEndBefore = backEnd.cpu();
      double cpuMicros = cpuMicros(contender, loop, traffic.request(), requests);
      double backEndMicros = micros(backEnd.cpu().minus(backEndBefore), requests);
      Histogram nanos = loop.oneByOne(traffic.request(), plan.oneByOne(traffic), load.clock());
      return new TurnCost(cpuMicros, backEndMicros, nanos);
    }
  }

  private void allocations() throws InterruptedException {
    for (Contender contender : Contender.proxies()) {
      if (contender.isJava()) {
        try (AllocatedBytes bytes = AllocatedBytes.of(running(contender).pid())) {
          for (Traffic traffic : Traffic.values()) {
            int requests = plan.requests(traffic);
            try (ClosedLoop loop = open(contender)) {
              loop.send(traffic.request(), before(traffic));
              long reading = bytes.read();
              loop.send(traffic.request(), requests);
              costs.allocated(traffic, contender, bytes.since(reading) / (double) requests);
            }
          }
        }
        progress.accept("allocated bytes: " + contender.title());
      }
    }
  }

  private void systemCalls(SystemCallCounter counter) throws InterruptedException {
    for (Contender contender : Contender.proxies()) {
      for (Traffic traffic : Traffic.values()) {
        int requests = plan.requests(traffic);
        try (ClosedLoop loop = open(contender)) {
          loop.send(traffic.request(), before(traffic));
          costs.systemCalls(
              traffic,
              contender,
              counter.during(
                  running(contender).meter(),
                  requests,
                  () -> loop.send(traffic.request(), requests)));
        }
      }
      progress.accept("system calls: " + contender.title());
    }
  }

  private void soak() throws InterruptedException {
    for (Contender contender : Contender.proxies()) {
      try (ClosedLoop loop = open(contender)) {
        for (int sent = 0; sent < plan.soak(); sent += SOAK_PIECE) {
          loop.send(Traffic.SOAP_POST.request(), Math.min(SOAK_PIECE, plan.soak() - sent));
        }
      }
      long late = running(contender).meter().memoryKib();
      Optional<Long> liveHeap =
          contender.isJava()
              ? Optional.of(JavaMemory.of(running(contender).pid()).liveHeap() * KIB_OF_MIB)
              : Optional.empty();
      costs.memory(
          contender, new ProxyCosts.Memory(early.getOrDefault(contender, 0L), late, liveHeap));
      progress.accept("memory: " + contender.title());
    }
  }

  /** Opens both sides' connections again, which a proxy may have closed since the last turn. */
  private int before(Traffic traffic) {
    return traffic.requests(plan.connections() * BEFORE_A_TURN, plan.connections());
  }

  private ClosedLoop open(Contender contender) {
    return ClosedLoop.open(
        running(contender).address(), load.clients(), plan.connections(), load.threads());
  }

  private RunningProxy running(Contender contender) {
    return Objects.requireNonNull(running.get(contender), contender.title());
  }

  private List<Contender> shuffled(List<Contender> contenders) {
    List<Contender> order = new ArrayList<>(contenders);
    Collections.shuffle(order, random);
    return order;
  }

  @Override
  public void close() {
    running.values().forEach(RunningProxy::close);
  }
}
