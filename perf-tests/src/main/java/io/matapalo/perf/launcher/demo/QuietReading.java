package io.matapalo.perf.launcher.demo;

import io.matapalo.perf.bench.engine.LoadRun;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Reads the SQL counters at a moment when no request is in flight, so that no request has some of
 * its statements before the reading and some after it. Confined to one thread.
 */
record QuietReading(Sides sides, LoadRun load, MonotonicClock clock) {
  private static final Duration SEARCH = Duration.ofMillis(500);
  private static final Duration BETWEEN = Duration.ofMillis(1);

  /** Looks for such a moment for half a second, then reads whatever is there. */
  SqlReading take() throws InterruptedException {
    long deadline = clock.nanos() + SEARCH.toNanos();
    while (clock.nanos() < deadline) {
      OptionalLong before = load.sentIfIdle();
      if (before.isPresent()) {
        SqlReading reading = sides.read();
        if (before.equals(load.sentIfIdle())) {
          return reading;
        }
      }
      clock.waitUntil(clock.nanos() + BETWEEN.toNanos());
    }
    return sides.read();
  }
}
