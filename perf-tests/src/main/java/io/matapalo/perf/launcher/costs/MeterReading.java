package io.matapalo.perf.launcher.costs;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What servers have used: processor time by process, that of its just-in-time compilers apart, and
 * rows that the database has read through its storage engine. Immutable.
 */
record MeterReading(Map<String, Duration> cpu, long rowsExamined) {
  private static final String COMPILERS = " compilers";

  /** Nothing used. */
  static final MeterReading NONE = new MeterReading(Map.of(), 0);

  MeterReading {
    cpu = Map.copyOf(cpu);
  }

  /** Under which name the time of a process's compilers stands. */
  static String compilersOf(String process) {
    return process + COMPILERS;
  }

  /** What was used between {@code earlier} and this reading. */
  MeterReading since(MeterReading earlier) {
    Map<String, Duration> used = new HashMap<>();
    cpu.forEach(
        (name, time) -> used.put(name, time.minus(earlier.cpu.getOrDefault(name, Duration.ZERO))));
    return new MeterReading(used, rowsExamined - earlier.rowsExamined);
  }

  MeterReading plus(MeterReading more) {
    Map<String, Duration> sum = new HashMap<>(cpu);
    more.cpu.forEach((name, time) -> sum.merge(name, time, Duration::plus));
    return new MeterReading(sum, rowsExamined + more.rowsExamined);
  }

  /** Of all processes. */
  Duration total() {
    return cpu.values().stream().reduce(Duration.ZERO, Duration::plus);
  }

  /** Of all compilers. */
  Duration compilers() {
    return cpu.entrySet().stream()
        .filter(used -> used.getKey().endsWith(COMPILERS))
        .map(Map.Entry::getValue)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Of one process without its compilers; nothing if it has none of that name. */
  Duration of(String process) {
    return cpu.getOrDefault(process, Duration.ZERO);
  }
}
