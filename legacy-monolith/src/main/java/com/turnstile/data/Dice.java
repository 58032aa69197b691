package com.turnstile.data;

/**
 * Chance that follows from the seed, the kind of row and the row's number alone, so that any row
 * can be made without those before it. SplitMix64. Confined to one thread.
 */
final class Dice {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /** What a row is, so that rows of the same number differ. */
  enum Kind {
    VENUE(1),
    CUSTOMER(2),
    EVENT(3),
    ORDER(4),
    REFERENCE(5),
    REQUEST(6),
    PAYMENT(7),
    TICKET(8),
    REFUSAL(9);

    private final long salt;

    Kind(int number) {
      this.salt = GOLDEN * number;
    }
  }

  static Dice of(long seed, Kind kind, long row) {
    return new Dice(mix(mix(seed + kind.salt) ^ mix(row + GOLDEN)));
  }

  /** 64 bits that no other row of the kind has: the mixing is a bijection. */
  static long unique(long seed, Kind kind, long row) {
    return mix(mix(seed + kind.salt) ^ row);
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** 0 to bound − 1. */
  int below(int bound) {
    return (int) (((next() >>> 33) * bound) >>> 31);
  }

  /** 0 to bound − 1. */
  long below(long bound) {
    return Long.remainderUnsigned(next(), bound);
  }

  boolean percent(int share) {
    return below(100) < share;
  }

  /** An index by weight: {@code weights} are the upper bounds of 100. */
  int weighted(int... upperBounds) {
    int drawn = below(100);
    int index = 0;
    while (drawn >= upperBounds[index]) {
      index++;
    }
    return index;
  }

  <T> T oneOf(T[] values) {
    return values[below(values.length)];
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
