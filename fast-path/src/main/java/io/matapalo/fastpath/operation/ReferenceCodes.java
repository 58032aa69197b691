package io.matapalo.fastpath.operation;

import java.util.random.RandomGenerator;

/**
 * Makes what orders, tickets and reservations are known by: a prefix and 16 characters of Crockford
 * base 32 from 80 random bits. Thread-safe if its generator is.
 */
public final class ReferenceCodes {

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int CHARACTERS = 16;
  private static final int BITS_EACH = 5;
  private static final int PER_HALF = CHARACTERS / 2;

  private final RandomGenerator random;

  public ReferenceCodes(RandomGenerator random) {
    this.random = random;
  }

  /** The next one, such as {@code T-} and 16 characters. */
  public String next(String prefix) {
    StringBuilder code = new StringBuilder(prefix);
    for (int half = 0; half < 2; half++) {
      long bits = random.nextLong();
      for (int i = 0; i < PER_HALF; i++) {
        code.append(ALPHABET.charAt((int) (bits >>> (i * BITS_EACH)) & 31));
      }
    }
    return code.toString();
  }
}
