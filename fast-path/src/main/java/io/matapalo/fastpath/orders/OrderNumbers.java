package io.matapalo.fastpath.orders;

import java.util.random.RandomGenerator;

/**
 * Makes order references and ticket numbers: a letter, a dash and 16 characters of Crockford base
 * 32 from 80 random bits. Thread-safe if its generator is.
 */
public final class OrderNumbers {

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int CHARACTERS = 16;
  private static final int BITS_EACH = 5;
  private static final int PER_HALF = CHARACTERS / 2;

  private final RandomGenerator random;

  public OrderNumbers(RandomGenerator random) {
    this.random = random;
  }

  String nextReference() {
    return next("T-");
  }

  String nextTicket() {
    return next("K-");
  }

  private String next(String prefix) {
    StringBuilder number = new StringBuilder(prefix);
    for (int half = 0; half < 2; half++) {
      long bits = random.nextLong();
      for (int i = 0; i < PER_HALF; i++) {
        number.append(ALPHABET.charAt((int) (bits >>> (i * BITS_EACH)) & 31));
      }
    }
    return number.toString();
  }
}
