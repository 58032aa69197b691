package io.matapalo.perf.bench.engine;

import io.matapalo.perf.bench.stats.GeneratorHealth;
import io.matapalo.perf.bench.stats.Latency;
import io.matapalo.perf.bench.stats.OperationNumbers;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * The recorders of one window of the load: one for each operation, and the pacer's. Thread-safe.
 */
final class WindowRecorder {
  private final String name;
  private final long startNanos;
  private final Map<String, OperationRecorder> operations = new ConcurrentSkipListMap<>();
  private final ConcurrentHistogram lateness = OperationRecorder.histogram();
  private final LongAdder planned = new LongAdder();
  private final LongAdder rejected = new LongAdder();

  WindowRecorder(String name, long startNanos) {
    this.name = name;
    this.startNanos = startNanos;
  }

  String name() {
    return name;
  }

  long startNanos() {
    return startNanos;
  }

  OperationRecorder operation(String operation) {
    return operations.computeIfAbsent(operation, OperationRecorder::new);
  }

  void planned(String operation, long lateNanos) {
    planned.increment();
    lateness.recordValue(OperationRecorder.recordable(lateNanos));
    operation(operation).offered();
  }

  void rejected(String operation) {
    rejected.increment();
    operation(operation).rejected();
  }

  WindowNumbers numbers(long endNanos) {
    double seconds = (endNanos - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    List<OperationNumbers> numbers =
        operations.values().stream().map(recorder -> recorder.numbers(seconds)).toList();
    GeneratorHealth health =
        new GeneratorHealth(planned.sum(), rejected.sum(), Latency.of(lateness.copy()));
    return new WindowNumbers(name, seconds, numbers, health);
  }
}
