package io.matapalo.perf.launcher.costs;

import io.matapalo.perf.bench.stats.StatementCounts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What some requests of one operation cost one side. Immutable. */
record SideCost(StatementCounts sql, MeterReading used) {
  static final SideCost NONE = new SideCost(StatementCounts.NONE, MeterReading.NONE);

  SideCost plus(SideCost more) {
    return new SideCost(sql.plus(more.sql), used.plus(more.used));
  }

  long requests() {
    return sql.requests();
  }

  double perRequest(long count) {
    return (double) count / Math.max(1, requests());
  }

  /** Processor milliseconds of all processes, compilers among them. */
  double cpuMillis() {
    return millis(used.total());
  }

  /** Processor milliseconds of all just-in-time compilers. */
  double compilerMillis() {
    return millis(used.compilers());
  }

  /** Processor milliseconds of one process without its compilers. */
  double cpuMillis(String process) {
    return millis(used.of(process));
  }

  private double millis(Duration time) {
    return perRequest(time.toNanos()) / TimeUnit.MILLISECONDS.toNanos(1);
  }
}
