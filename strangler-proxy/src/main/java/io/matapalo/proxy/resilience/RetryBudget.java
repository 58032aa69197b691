package io.matapalo.proxy.resilience;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests of one cluster may be sent again after a failure: a share of all requests, and
 * a small reserve. Without such a bound repetitions multiply the load on a cluster that fails
 * because of its load. Thread-safe.
 */
public final class RetryBudget {

  /** The reserve, and the most that can be saved up. */
  public static final int RESERVE = 10;

  private static final long ONE = 100;
  private static final long FULL = RESERVE * ONE;

  private final int percent;

  /** In hundredths of a repetition. */
  private final AtomicLong saved;

  /**
   * A budget with a full reserve.
   *
   * @param percent repetitions in a hundred requests; 0 allows none, not even the reserve
   */
  public RetryBudget(int percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("percent must be 0..100, was " + percent);
    }
    this.percent = percent;
    this.saved = new AtomicLong(percent == 0 ? 0 : FULL);
  }

  /** One request was sent for the first time. A full budget is only read. */
  public void earn() {
    if (saved.get() < FULL) {
      saved.updateAndGet(before -> Math.min(FULL, before + percent));
    }
  }

  /** Takes one repetition. False if none is left. */
  public boolean take() {
    return saved.getAndUpdate(before -> before < ONE ? before : before - ONE) >= ONE;
  }
}
