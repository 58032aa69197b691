package io.matapalo.fastpath.pacing;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Allows retries up to a share of the calls, so that a conflict storm does not multiply the load:
 * each call pays in a part of a retry, a retry takes a whole one. Thread-safe.
 */
public final class RetryBudget {

  private static final long WHOLE = 1_000;

  private final long perCall;
  private final long most;
  private final AtomicLong balance;

  /**
   * A full budget.
   *
   * @param sharePercent retries per 100 calls, 0 to 100
   * @param reserve retries allowed at once, and at start
   */
  public RetryBudget(int sharePercent, int reserve) {
    this.perCall = WHOLE * sharePercent / 100;
    this.most = WHOLE * reserve;
    this.balance = new AtomicLong(most);
  }

  /** To be told of each first try. */
  public void onCall() {
    balance.updateAndGet(now -> Math.min(most, now + perCall));
  }

  /** Takes one retry, if there is one. */
  public boolean tryRetry() {
    long before = balance.getAndUpdate(now -> now >= WHOLE ? now - WHOLE : now);
    return before >= WHOLE;
  }
}
