package io.matapalo.perf.launcher.proxies;

import io.matapalo.perf.bench.closedloop.ClosedLoop;
import io.matapalo.perf.launcher.costs.SystemCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** All that a run has shown, contender by contender. Confined to one thread. */
final class ProxyCosts {
  private static final double NANOS = 1_000;
  private static final double NANOS_OF_A_SECOND = 1e9;

  private final Map<Key, List<TurnCost>> turns = new HashMap<>();
  private final Map<Key, SystemCalls> calls = new HashMap<>();
  private final Map<Key, Double> bytes = new HashMap<>();
  private final Map<Contender, List<Double>> starts = new HashMap<>();
  private final Map<Contender, List<Double>> readySeconds = new HashMap<>();
  private final Map<Contender, Memory> memory = new HashMap<>();

  private record Key(Traffic traffic, Contender contender) {}

  /**
   * In KiB.
   *
   * @param early after the first requests
   * @param late after all of them
   * @param liveHeap of a Java program, after all of them and a full collection
   */
  record Memory(long early, long late, Optional<Long> liveHeap) {}

  void turn(Traffic traffic, Contender contender, TurnCost cost) {
    turns.computeIfAbsent(new Key(traffic, contender), key -> new ArrayList<>()).add(cost);
  }

  void systemCalls(Traffic traffic, Contender contender, SystemCalls counted) {
    calls.put(new Key(traffic, contender), counted);
  }

  void allocated(Traffic traffic, Contender contender, double bytesPerRequest) {
    bytes.put(new Key(traffic, contender), bytesPerRequest);
  }

  /**
   * One start.
   *
   * @param toReady processor time until connections were taken
   * @param cpuMicros processor time a request of the first ones
   */
  void start(Contender contender, Duration toReady, double cpuMicros) {
    starts.computeIfAbsent(contender, key -> new ArrayList<>()).add(cpuMicros);
    readySeconds
        .computeIfAbsent(contender, key -> new ArrayList<>())
        .add(toReady.toNanos() / NANOS_OF_A_SECOND);
  }

  void memory(Contender contender, Memory used) {
    memory.put(contender, used);
  }

  Optional<SystemCalls> systemCalls(Traffic traffic, Contender contender) {
    return Optional.ofNullable(calls.get(new Key(traffic, contender)));
  }

  OptionalDouble allocated(Traffic traffic, Contender contender) {
    Double found = bytes.get(new Key(traffic, contender));
    return found == null ? OptionalDouble.empty() : OptionalDouble.of(found);
  }

  Optional<Memory> memory(Contender contender) {
    return Optional.ofNullable(memory.get(contender));
  }

  /** Median of the rounds. */
  double cpuMicros(Traffic traffic, Contender contender) {
    return median(traffic, contender, TurnCost::cpuMicros);
  }

  /** Of the back end, while the contender had its turns: median of the rounds. */
  double backEndMicros(Traffic traffic, Contender contender) {
    return median(traffic, contender, TurnCost::backEndMicros);
  }

  private double median(Traffic traffic, Contender contender, ToDoubleFunction<TurnCost> of) {
    return median(of(traffic, contender).stream().mapToDouble(of).toArray());
  }

  /** How many times the other's processor time: median of the ratios within a round. */
  double cpuRatio(Traffic traffic, Contender contender, Contender other) {
    List<TurnCost> mine = of(traffic, contender);
    List<TurnCost> others = of(traffic, other);
    return median(
        IntStream.range(0, Math.min(mine.size(), others.size()))
            .mapToDouble(i -> mine.get(i).cpuMicros() / others.get(i).cpuMicros())
            .toArray());
  }

  /** Processor time a request of the first ones after a start: median of the starts. */
  double startMicros(Contender contender) {
    return median(starts, contender);
  }

  /** Processor time of a start until connections were taken, in seconds: median of the starts. */
  double readySeconds(Contender contender) {
    return median(readySeconds, contender);
  }

  private static double median(Map<Contender, List<Double>> values, Contender contender) {
    return median(
        values.getOrDefault(contender, List.of()).stream()
            .mapToDouble(Double::doubleValue)
            .toArray());
  }

  /** What a percentile, of all rounds together, lies above the one without a proxy. */
  double addedMicros(Traffic traffic, Contender contender, double percentile) {
    return micros(traffic, contender, percentile) - micros(traffic, Contender.DIRECT, percentile);
  }

  /** A percentile of all rounds together. */
  double micros(Traffic traffic, Contender contender, double percentile) {
    Histogram all = ClosedLoop.noTimes();
    of(traffic, contender).forEach(turn -> all.add(turn.nanos()));
    return all.getValueAtPercentile(percentile) / NANOS;
  }

  private List<TurnCost> of(Traffic traffic, Contender contender) {
    return turns.getOrDefault(new Key(traffic, contender), List.of());
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
