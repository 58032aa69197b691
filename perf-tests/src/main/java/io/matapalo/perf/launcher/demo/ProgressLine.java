package io.matapalo.perf.launcher.demo;

import io.matapalo.perf.bench.engine.Interval;
import java.util.Locale;

/** The line on the terminal while the load runs. Stateless. */
final class ProgressLine {
  private ProgressLine() {}

  static String of(String window, Interval interval, double seconds, String answeredBy) {
    return String.format(
        Locale.ROOT,
        "%-17s %6.1f/s  p50 %7.1f ms  p95 %7.1f ms  failed %d  faults %d  answered by: %s",
        window,
        interval.completed() / seconds,
        interval.responseTime().p50Millis(),
        interval.responseTime().p95Millis(),
        interval.failures(),
        interval.faults(),
        answeredBy);
  }
}
