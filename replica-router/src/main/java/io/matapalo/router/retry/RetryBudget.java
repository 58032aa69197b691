package io.matapalo.router.retry;

/**
 * How many retries are allowed: a token bucket that is full at first, gets a share of a token with
 * each call and gives one with each retry, so that of any number of calls at most the share plus
 * the floor is repeated. Immutable and pure: fills go in and out, whoever holds them keeps them.
 *
 * @param percent the share of a token that each call brings; 0 to 100
 * @param floor how many retries a full bucket has, however few calls there were; 0 to 10,000
 */
public record RetryBudget(int percent, int floor) {

  /** 10 percent, 10. */
  public static final RetryBudget STANDARD = new RetryBudget(10, 10);

  /** What a retry takes, in the unit of a fill: hundredths of a token. */
  private static final long RETRY = 100;

  private static final int MOST_PERCENT = 100;
  private static final int MOST_FLOOR = 10_000;

  public RetryBudget {
    if (percent < 0 || percent > MOST_PERCENT) {
      throw new IllegalArgumentException(
          "the percentage of a retry budget must be 0..100, was " + percent);
    }
    if (floor < 0 || floor > MOST_FLOOR) {
      throw new IllegalArgumentException(
          "the floor of a retry budget must be 0..10000, was " + floor);
    }
  }

  /** The fill at first. */
  public long initial() {
    return floor * RETRY;
  }

  /** The fill after a call, which is counted once however often it is repeated. */
  public long afterCall(long fill) {
    return Math.min(Math.max(initial(), RETRY), fill + percent);
  }

  /** Is there enough for a retry? */
  public boolean allowsRetry(long fill) {
    return fill >= RETRY;
  }

  /** The fill after a retry that was allowed. */
  public long afterRetry(long fill) {
    if (!allowsRetry(fill)) {
      throw new IllegalStateException("no retry is left, the fill is " + fill);
    }
    return fill - RETRY;
  }

  /** Whole retries that a fill is worth. */
  public long retriesIn(long fill) {
    return fill / RETRY;
  }
}
