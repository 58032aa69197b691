package io.matapalo.router.retry;

/**
 * How many retries are allowed: a token bucket that is full at first and gets a share of a token
 * with each call. A retry takes one token, so that of any number of calls at most the share plus
 * the floor is repeated while the database suffers. After a conflict or a changed row a retry takes
 * a fiftieth: a healthy database refuses one of two writers, and the loser's repetition is its
 * ordinary work. Immutable and pure: fills go in and out, whoever holds them keeps them.
 *
 * @param percent the share of a token that each call brings; 0 to 100
 * @param floor how many retries a full bucket has, however few calls there were; 0 to 10,000
 */
public record RetryBudget(int percent, int floor) {

  /** 10 percent, 10. */
  public static final RetryBudget STANDARD = new RetryBudget(10, 10);

  /** What a retry takes, in the unit of a fill: hundredths of a token. */
  private static final long RETRY = 100;

  private static final long RETRY_OF_LOSER = 2;

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

  /** Is there enough for a retry after a failure of this cause? */
  public boolean allowsRetry(long fill, Cause cause) {
    return fill >= price(cause);
  }

  /** The fill after a retry that was allowed. */
  public long afterRetry(long fill, Cause cause) {
    if (!allowsRetry(fill, cause)) {
      throw new IllegalStateException("no retry is left, the fill is " + fill);
    }
    return fill - price(cause);
  }

  private static long price(Cause cause) {
    return cause == Cause.CONFLICT || cause == Cause.SNAPSHOT ? RETRY_OF_LOSER : RETRY;
  }
}
