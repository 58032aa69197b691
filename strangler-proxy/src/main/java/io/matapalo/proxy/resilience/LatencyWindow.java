package io.matapalo.proxy.resilience;

import java.util.Arrays;

/**
 * Latencies that are looked at together, and how many requests were under way meanwhile. Confined
 * to whoever holds the lock of its limit.
 */
final class LatencyWindow {

  private static final int ENOUGH = 20;
  private static final long LEAST_MILLIS = 500;

  /** The latest so many count. */
  private static final int MOST = 256;

  /** One in so many, the slowest, are left out: a single slow answer says nothing of the load. */
  private static final int SLOWEST = 10;

  private final long[] latencies = new long[MOST];
  private long beginMillis;
  private long count;
  private int peak;

  /** Forgets everything, and takes what comes from this moment on. */
  void begin(long millis) {
    beginMillis = millis;
    count = 0;
    peak = 0;
  }

  boolean hasBegun(long nowMillis) {
    return nowMillis >= beginMillis;
  }

  void add(long latencyMillis, int underWay) {
    latencies[(int) (count % MOST)] = Math.max(0, latencyMillis);
    count++;
    peak = Math.max(peak, underWay);
  }

  boolean isFull(long nowMillis) {
    return count >= ENOUGH && nowMillis - beginMillis >= LEAST_MILLIS;
  }

  /** In milliseconds, without the slowest tenth. */
  double mean() {
    long[] sorted = Arrays.copyOf(latencies, (int) Math.min(count, MOST));
    Arrays.sort(sorted);
    int counted = sorted.length - sorted.length / SLOWEST;
    return Arrays.stream(sorted, 0, counted).average().orElse(0);
  }

  /** The most requests that were under way at a time. */
  int peak() {
    return peak;
  }
}
