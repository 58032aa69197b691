package io.matapalo.fastpath.pacing;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The moment by which a piece of work must be done, on a ticker of nanoseconds that no clock change
 * moves. Immutable.
 */
public final class Deadline {

  private final LongSupplier nanoTicker;
  private final long atNanos;

  private Deadline(LongSupplier nanoTicker, long atNanos) {
    this.nanoTicker = nanoTicker;
    this.atNanos = atNanos;
  }

  public static Deadline after(Duration duration, LongSupplier nanoTicker) {
    return new Deadline(nanoTicker, nanoTicker.getAsLong() + duration.toNanos());
  }

  /** What is left; zero once it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - nanoTicker.getAsLong()));
  }

  public boolean hasPassed() {
    return remaining().isZero();
  }

  /** The smaller of {@code limit} and what is left. */
  public Duration atMost(Duration limit) {
    Duration left = remaining();
    return left.compareTo(limit) < 0 ? left : limit;
  }
}
