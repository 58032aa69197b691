package io.matapalo.fastpath.pacing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decorrelated jitter: each pause is drawn between the base and three times the one before, up to
 * the cap. Confined to one retried piece of work.
 */
public final class Backoff {

  private static final long GROWTH = 3;

  private final long baseNanos;
  private final long capNanos;
  private final RandomGenerator random;
  private long previousNanos;

  public Backoff(Duration base, Duration cap, RandomGenerator random) {
    if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "backoff needs 0 < base <= cap, was base " + base + " cap " + cap);
    }
    this.baseNanos = base.toNanos();
    this.capNanos = cap.toNanos();
    this.random = random;
    this.previousNanos = baseNanos;
  }

  /** The next pause. */
  public Duration next() {
    long upTo = Math.min(capNanos, previousNanos * GROWTH);
    previousNanos = baseNanos + (long) (random.nextDouble() * (upTo - baseNanos));
    return Duration.ofNanos(previousNanos);
  }
}
