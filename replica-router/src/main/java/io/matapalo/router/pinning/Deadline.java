package io.matapalo.router.pinning;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long, after a node has failed, others are tried for a transaction. Immutable.
 *
 * @param nanoTime {@link System#nanoTime} or a like clock
 */
public record Deadline(Duration length, LongSupplier nanoTime) {

  /** The present moment, to be given to {@link #hasPassedSince}. */
  long begin() {
    return nanoTime.getAsLong();
  }

  /** The smaller of {@code limit} and what is left since {@code begun}; never below zero. */
  Duration atMost(Duration limit, long begun) {
    long left = length.toNanos() - (nanoTime.getAsLong() - begun);
    return Duration.ofNanos(Math.max(0, Math.min(left, limit.toNanos())));
  }

  boolean hasPassedSince(long begun) {
    return nanoTime.getAsLong() - begun > length.toNanos();
  }
}
