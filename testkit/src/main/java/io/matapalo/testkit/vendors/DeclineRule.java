package io.matapalo.testkit.vendors;

/**
 * Which payments are declined besides the card that always is. Immutable.
 *
 * @param every each Nth payment; 0 for none
 * @param percent share of payments, chosen by key and seed, so the same in each run; 0 for none
 */
public record DeclineRule(int every, int percent, long seed) {
  public DeclineRule {
    if (every < 0) {
      throw new IllegalArgumentException("decline-every must not be negative, was " + every);
    }
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("decline-percent must be 0 to 100, was " + percent);
    }
  }

  public static DeclineRule none() {
    return new DeclineRule(0, 0, 0);
  }

  /**
   * Whether a payment is declined.
   *
   * @param number which payment this is, counted from 1
   */
  public boolean declines(String key, long number) {
    return (every > 0 && number % every == 0) || share(key) < percent;
  }

  // SplitMix64's mixing step spreads the poor String hash evenly over 0..99.
  private int share(String key) {
    long mixed = seed * 0x9E3779B97F4A7C15L + key.hashCode();
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return (int) Long.remainderUnsigned(mixed ^ (mixed >>> 31), 100);
  }
}
