package io.matapalo.proxy.patience;

/**
 * The least pace of one request body: no pause longer than the idle time, and after one idle time
 * of waiting at least so many bytes a second. Only the time in which the proxy waits for the client
 * counts, so that a slow upstream never makes a client seem slow. Confined to one thread.
 */
public final class BodyPace {

  private static final long MILLIS_A_SECOND = 1_000;

  private final long idleMillis;
  private final int leastBytesASecond;
  private long bytes;
  private long waitedMillis;

  /**
   * The pace of a body that has not begun.
   *
   * @param leastBytesASecond 0 for no least pace
   */
  public BodyPace(long idleMillis, int leastBytesASecond) {
    this.idleMillis = idleMillis;
    this.leastBytesASecond = leastBytesASecond;
  }

  /** How long the next bytes may be waited for; at least a millisecond. */
  public long mayWaitMillis() {
    if (leastBytesASecond == 0) {
      return idleMillis;
    }
    long earned = idleMillis + bytes * MILLIS_A_SECOND / leastBytesASecond;
    return Math.clamp(earned - waitedMillis, 1, idleMillis);
  }

  /** So many bytes came. */
  public void received(int count) {
    bytes += count;
  }

  /** So long was waited. */
  public void waited(long millis) {
    waitedMillis += millis;
  }
}
