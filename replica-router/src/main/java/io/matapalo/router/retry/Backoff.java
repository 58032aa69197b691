package io.matapalo.router.retry;

import java.util.random.RandomGenerator;

/**
 * How long to wait before a unit of work runs again: decorrelated jitter, each wait drawn from
 * between the base and three times the last one. Immutable; nothing here waits.
 *
 * @param baseNanos the shortest wait after a conflict
 * @param longBaseNanos the shortest wait after a lock wait, an overload or where no node was found,
 *     which do not pass as quickly as a conflict
 * @param capNanos the longest wait
 */
public record Backoff(long baseNanos, long longBaseNanos, long capNanos) {

  /** 2 ms, 20 ms and 250 ms. */
  public static final Backoff STANDARD = new Backoff(2_000_000, 20_000_000, 250_000_000);

  private static final int GROWTH = 3;
  private static final long MOST_NANOS = 60_000_000_000L;

  public Backoff {
    if (baseNanos <= 0 || longBaseNanos < baseNanos || capNanos < longBaseNanos) {
      throw new IllegalArgumentException(
          "a backoff needs 0 < base <= long base <= cap, was %d, %d, %d ns"
              .formatted(baseNanos, longBaseNanos, capNanos));
    }
    if (capNanos > MOST_NANOS) {
      throw new IllegalArgumentException(
          "the cap of a backoff is at most %d ns, was %d".formatted(MOST_NANOS, capNanos));
    }
  }

  /**
   * The next wait.
   *
   * @param previousNanos the last wait of the same unit of work; 0 before the first
   */
  public long nextNanos(Cause cause, long previousNanos, RandomGenerator random) {
    long base = baseFor(cause);
    long previous = Math.min(Math.max(previousNanos, base), capNanos);
    return Math.min(capNanos, random.nextLong(base, previous * GROWTH + 1));
  }

  private long baseFor(Cause cause) {
    return switch (cause) {
      case LOCK_WAIT, OVERLOAD, NO_NODE -> longBaseNanos;
      default -> baseNanos;
    };
  }
}
