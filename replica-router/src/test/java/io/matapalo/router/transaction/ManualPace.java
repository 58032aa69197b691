package io.matapalo.router.transaction;

import io.matapalo.router.transaction.outcome.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Time that goes by only when somebody waits or a test says so. Confined to one thread. */
final class ManualPace {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> waits = new ArrayList<>();
  private boolean interrupted;

  Pace pace() {
    return new Pace(() -> START.plusNanos(nanos.get()), nanos::get, new Random(42), this::wait);
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** The next wait is interrupted. */
  void interrupt() {
    interrupted = true;
  }

  List<Duration> waits() {
    return waits;
  }

  private void wait(Duration pause) throws InterruptedException {
    if (interrupted) {
      throw new InterruptedException();
    }
    waits.add(pause);
    pass(pause);
  }
}
