package io.matapalo.perf.bench.engine;

import io.matapalo.perf.bench.http.FailureKind;
import io.matapalo.perf.bench.outcome.Outcome;
import io.matapalo.perf.bench.stats.ErrorCounts;
import io.matapalo.perf.bench.stats.Latency;
import io.matapalo.perf.bench.stats.OperationNumbers;
import io.matapalo.perf.bench.stats.Rates;
import io.matapalo.perf.bench.stats.TransportErrors;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.HdrHistogram.ConcurrentHistogram;

/** Counts and times of one operation in one window. Thread-safe. */
final class OperationRecorder {
  private static final long LOWEST_NANOS = 1_000;
  private static final long HIGHEST_NANOS = 300_000_000_000L;

  private final String operation;
  private final ConcurrentHistogram responseTimes = histogram();
  private final ConcurrentHistogram serviceTimes = histogram();
  private final LongAdder offered = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder serverErrors = new LongAdder();
  private final LongAdder clientErrors = new LongAdder();
  private final Map<FailureKind, LongAdder> transportErrors = new EnumMap<>(FailureKind.class);
  private final ConcurrentHashMap<String, LongAdder> faults = new ConcurrentHashMap<>();

  OperationRecorder(String operation) {
    this.operation = operation;
    for (FailureKind kind : FailureKind.values()) {
      transportErrors.put(kind, new LongAdder());
    }
  }

  static ConcurrentHistogram histogram() {
    return new ConcurrentHistogram(LOWEST_NANOS, HIGHEST_NANOS, 3);
  }

  static long recordable(long nanos) {
    return Math.clamp(nanos, 0, HIGHEST_NANOS);
  }

  void offered() {
    offered.increment();
  }

  void rejected() {
    rejected.increment();
  }

  void completedHere() {
    completed.increment();
  }

  /** Every outcome counts with its time: leaving out time-outs would hide the slowest. */
  void record(Outcome outcome, long responseNanos, long serviceNanos) {
    responseTimes.recordValue(recordable(responseNanos));
    serviceTimes.recordValue(recordable(serviceNanos));
    switch (outcome) {
      case Outcome.Success _ -> {}
      case Outcome.ApplicationFault fault ->
          faults.computeIfAbsent(fault.code(), _ -> new LongAdder()).increment();
      case Outcome.ServerError _ -> serverErrors.increment();
      case Outcome.ClientError _ -> clientErrors.increment();
      case Outcome.TransportError error -> count(error.kind()).increment();
    }
  }

  OperationNumbers numbers(double seconds) {
    long requests = offered.sum();
    Rates rates = new Rates(requests, requests / seconds, completed.sum() / seconds);
    return new OperationNumbers(
        operation,
        rates,
        Latency.of(responseTimes.copy()),
        Latency.of(serviceTimes.copy()),
        errors(),
        List.of());
  }

  private ErrorCounts errors() {
    Map<String, Long> byCode =
        faults.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum()));
    TransportErrors transport =
        new TransportErrors(
            count(FailureKind.CONNECT).sum(),
            count(FailureKind.TIMEOUT).sum(),
            count(FailureKind.RESET).sum(),
            count(FailureKind.MALFORMED).sum());
    return new ErrorCounts(
        byCode, serverErrors.sum(), clientErrors.sum(), transport, rejected.sum());
  }

  private LongAdder count(FailureKind kind) {
    // Filled for every kind by the constructor.
    return Objects.requireNonNull(transportErrors.get(kind));
  }
}
