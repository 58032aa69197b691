package io.matapalo.perf.launcher.costs;

import io.matapalo.perf.bench.outcome.Outcome;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import io.matapalo.perf.bench.stats.StatementCounts;
import io.matapalo.perf.launcher.demo.DemoException;
import io.matapalo.perf.launcher.demo.Side;
import io.matapalo.perf.launcher.demo.Sides;
import io.matapalo.perf.launcher.demo.SqlReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Requests of each operation one after another, to both sides in turns, so that both meet the same
 * hour of the machine; each side's counters are read before and after. Confined to one thread.
 */
public final class CostRun {
  private static final Duration EACH = Duration.ofSeconds(60);
  private static final Duration FLIP = Duration.ofMillis(500);
  private static final Duration COUNTED = Duration.ofSeconds(2);
  private static final Duration BETWEEN = Duration.ofMillis(10);
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final CostPlan plan;
  private final OneByOne load;
  private final Sides sides;
  private final Meter meter;
  private final Consumer<String> progress;

  public CostRun(
      CostPlan plan, OneByOne load, Sides sides, Meter meter, Consumer<String> progress) {
    this.plan = plan;
    this.load = load;
    this.sides = sides;
    this.meter = meter;
    this.progress = progress;
  }

  /** Sends one request and waits for it. Confined to one thread. */
  public interface OneByOne {
    /** The operations in the order in which each finds what it needs of those before. */
    List<String> operations();

    /** What came of a request of that operation; nothing if it waits for another's answer. */
    Optional<Outcome> send(String operation, Duration limit);

    MonotonicClock clock();
  }

  /**
   * Costs in the order of the operations.
   *
   * @throws DemoException if a request does not succeed, or another side answers it
   */
  public List<OperationCost> run() throws InterruptedException {
    for (Side side : Side.values()) {
      flipTo(side);
      for (String operation : load.operations()) {
        int sent = send(operation, plan.warm(), plan.warmAtMost(), side);
        progress.accept("%s: %d warm requests of %s".formatted(sides.name(side), sent, operation));
      }
    }
    List<OperationCost> costs = new ArrayList<>();
    for (String operation : load.operations()) {
      costs.add(cost(operation));
    }
    return costs;
  }

  /** What the servers use in a second without any request. */
  public Duration idle() throws InterruptedException {
    MeterReading before = meter.read();
    load.clock().waitUntil(load.clock().nanos() + IDLE.toNanos());
    return meter.read().since(before).total().dividedBy(IDLE.toSeconds());
  }

  private OperationCost cost(String operation) throws InterruptedException {
    Map<Side, SideCost> costs = new EnumMap<>(Side.class);
    for (int round = 0; round < plan.rounds(); round++) {
      for (Side side : Side.values()) {
        flipTo(side);
        costs.merge(side, measured(operation, side), SideCost::plus);
      }
    }
    OperationCost cost =
        new OperationCost(
            operation,
            costs.getOrDefault(Side.LEGACY, SideCost.NONE),
            costs.getOrDefault(Side.FAST_PATH, SideCost.NONE));
    progress.accept(
        String.format(
            Locale.ROOT,
            "%-26s %6.1f statements and %6.1f ms of processors on %s, %4.1f and %5.1f ms on %s",
            operation,
            cost.legacy().perRequest(cost.legacy().sql().statements()),
            cost.legacy().cpuMillis(),
            sides.name(Side.LEGACY),
            cost.fast().perRequest(cost.fast().sql().statements()),
            cost.fast().cpuMillis(),
            sides.name(Side.FAST_PATH)));
    return cost;
  }

  private SideCost measured(String operation, Side side) throws InterruptedException {
    SqlReading sqlBefore = sides.read();
    MeterReading before = meter.read();
    int sent = send(operation, plan.requests(), plan.atMost(), side);
    StatementCounts sql = counted(sqlBefore, operation, side, sent);
    SideCost cost = new SideCost(sql, meter.read().since(before));
    if (cost.requests() != sent) {
      throw new DemoException(
          "%d requests of %s were sent to %s, whose recorder has %d: another side answered the rest"
              .formatted(sent, operation, sides.name(side), cost.requests()));
    }
    return cost;
  }

  /** A recorder counts a request a moment after its answer has left. */
  private StatementCounts counted(SqlReading before, String operation, Side side, int sent)
      throws InterruptedException {
    long deadline = load.clock().nanos() + COUNTED.toNanos();
    StatementCounts sql = sides.read().since(before, operation, sides.name(side));
    while (sql.requests() < sent && load.clock().nanos() < deadline) {
      load.clock().waitUntil(load.clock().nanos() + BETWEEN.toNanos());
      sql = sides.read().since(before, operation, sides.name(side));
    }
    return sql;
  }

  private int send(String operation, int requests, Duration atMost, Side side)
      throws InterruptedException {
    long began = load.clock().nanos();
    int sent = 0;
    while (sent < requests && (sent == 0 || load.clock().nanos() - began < atMost.toNanos())) {
      if (Thread.interrupted()) {
        throw new InterruptedException("asked to end");
      }
      Optional<Outcome> outcome = load.send(operation, EACH);
      if (outcome.isEmpty()) {
        break;
      }
      if (!(outcome.get() instanceof Outcome.Success)) {
        throw new DemoException(
            "%s ended in %s on %s; see the logs of the run"
                .formatted(operation, outcome.get(), sides.name(side)));
      }
      sent++;
    }
    if (sent == 0) {
      throw new DemoException(
          "%s cannot be sent: no answer before it has left what it needs".formatted(operation));
    }
    return sent;
  }

  private void flipTo(Side side) throws InterruptedException {
    sides.flipTo(side);
    load.clock().waitUntil(load.clock().nanos() + FLIP.toNanos());
  }
}
