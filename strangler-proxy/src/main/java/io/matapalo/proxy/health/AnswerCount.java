package io.matapalo.proxy.health;

import io.matapalo.proxy.config.HealthConfig.Outliers;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the answers of one instance within an interval, and its failures in a row: three numbers
 * in one word, so that counting is one compare-and-set and no object. Thread-safe.
 */
final class AnswerCount {

  private static final int BITS = 21;
  private static final long MOST = (1L << BITS) - 1;

  /** From the low end: answers, failures among them, failures in a row. */
  private final AtomicLong word = new AtomicLong();

  /** How many answers came at all, so that two looks tell whether any came between them. */
  private final AtomicLong heard = new AtomicLong();

  /** When the next trial of a half-open instance may begin. */
  private final AtomicLong nextTrialMillis = new AtomicLong(Long.MIN_VALUE);

  void good() {
    long before;
    long after;
    do {
      before = word.get();
      after = pack(plusOne(answers(before)), failures(before), 0);
    } while (!word.compareAndSet(before, after));
  }

  void bad() {
    long before;
    long after;
    do {
      before = word.get();
      after = pack(plusOne(answers(before)), plusOne(failures(before)), plusOne(row(before)));
    } while (!word.compareAndSet(before, after));
  }

  /** An answer came, whatever it was. */
  void hear() {
    heard.incrementAndGet();
  }

  /** Differs from an earlier value if an answer came since. */
  long heard() {
    return heard.get();
  }

  /** Whether the failures so far are more than is allowed. */
  boolean isOutlier(Outliers limits) {
    long now = word.get();
    boolean inRow = limits.failures() > 0 && row(now) >= limits.failures();
    boolean byRate =
        limits.rate().percent() < 100
            && answers(now) >= limits.rate().minRequests()
            && failures(now) * 100 >= limits.rate().percent() * answers(now);
    return inRow || byRate;
  }

  /** A new interval begins; failures in a row go on. */
  void beginInterval() {
    word.updateAndGet(now -> pack(0, 0, row(now)));
  }

  /** Forgets everything. */
  void reset() {
    word.set(0);
  }

  /** Takes the one trial of the present moment; false if another request has it. */
  boolean takeTrial(long nowMillis, long pauseMillis) {
    long next = nextTrialMillis.get();
    return nowMillis >= next && nextTrialMillis.compareAndSet(next, nowMillis + pauseMillis);
  }

  private static long plusOne(long count) {
    return Math.min(count + 1, MOST);
  }

  private static long pack(long answers, long failures, long row) {
    return answers | (failures << BITS) | (row << (2 * BITS));
  }

  private static long answers(long word) {
    return word & MOST;
  }

  private static long failures(long word) {
    return (word >>> BITS) & MOST;
  }

  private static long row(long word) {
    return (word >>> (2 * BITS)) & MOST;
  }
}
