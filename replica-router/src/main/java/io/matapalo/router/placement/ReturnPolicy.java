package io.matapalo.router.placement;

/**
 * How long a node that was lost must be healthy before instances move back to it. Immutable.
 *
 * @param afterNanos the wait after a first loss
 * @param maxNanos the longest wait; also the time in use that takes one doubling back
 */
public record ReturnPolicy(long afterNanos, long maxNanos) {

  public ReturnPolicy {
    if (afterNanos < 0 || maxNanos < afterNanos) {
      throw new IllegalArgumentException(
          "return-max must be at least return-after (%d ns), was %d ns"
              .formatted(afterNanos, maxNanos));
    }
  }

  /** The wait after {@code losses} losses: doubled at each. */
  long waitNanos(int losses) {
    long wait = afterNanos;
    for (int i = 1; i < losses && wait < maxNanos; i++) {
      wait = wait > maxNanos / 2 ? maxNanos : wait * 2;
    }
    return wait;
  }

  /** What is left of {@code losses} after so long in use. */
  int remaining(int losses, long inUseNanos) {
    if (maxNanos == 0) {
      return 0;
    }
    return (int) Math.max(0, losses - inUseNanos / maxNanos);
  }
}
