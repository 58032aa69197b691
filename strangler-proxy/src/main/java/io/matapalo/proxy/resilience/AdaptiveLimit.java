package io.matapalo.proxy.resilience;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many requests of one cluster may be under way, by its latency. Thread-safe.
 *
 * <p>A server that has more requests than it can work at answers no more of them, only later. So
 * the limit follows the latency, as in the gradient algorithms of Netflix's concurrency-limits
 * ({@code Gradient2Limit}) and of Envoy (filter {@code adaptive_concurrency}): with each window of
 * answers
 *
 * <pre>limit = limit × gradient + √limit,  gradient = tolerance × baseline ÷ latency, ½ to 1</pre>
 *
 * <p>The root lets the limit rise while latency is good; it comes to rest where latency is a little
 * above what is tolerated. A limit that the clients use less than half of stays as it is.
 *
 * <p>The <em>baseline</em> is the latency of the cluster without a queue. It is measured as Envoy
 * does, by a lower limit for one window now and then; yet not by the least one, which would starve
 * the clients. A limit lower by the tolerance is enough, because the queue is gone there. If the
 * limit has fallen to half since the last measurement, the baseline is suspect: the cluster has
 * perhaps become slower by itself, and it is measured at once.
 *
 * <p>A window begins one latency after a change of the limit, because earlier answers belong to
 * requests that were sent under the limit before.
 */
final class AdaptiveLimit {

  private static final double LEAST_GRADIENT = 0.5;

  /** What a clock of milliseconds cannot tell apart is no difference. */
  private static final double CLOCK_MILLIS = 1;

  private final Protection.Adaptation settings;
  private final int most;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final LatencyWindow window = new LatencyWindow();

  /** The limit before it is rounded. */
  @GuardedBy("lock")
  private double exact;

  @GuardedBy("lock")
  private double baselineMillis = Double.MAX_VALUE;

  /** Until latency rises for the first time, the limit doubles. */
  @GuardedBy("lock")
  private boolean starting = true;

  /** What the limit returns to after a measurement; 0 while there is none. */
  @GuardedBy("lock")
  private double suspended;

  @GuardedBy("lock")
  private double measuredAt;

  @GuardedBy("lock")
  private long nextMeasurementMillis;

  // Written under the lock. Every admission asks for it, so it is read without.
  private volatile int limit;

  /**
   * A limit at its least.
   *
   * @param most what it never exceeds
   */
  AdaptiveLimit(Protection.Adaptation settings, int most, InstantSource clock) {
    this.settings = settings;
    this.most = most;
    this.clock = clock;
    this.exact = Math.min(settings.min(), most);
    this.measuredAt = exact;
    this.limit = (int) exact;
    long now = clock.millis();
    this.nextMeasurementMillis = now + settings.measureEvery().toMillis();
    window.begin(now);
  }

  /** Requests that may be under way. */
  int current() {
    return limit;
  }

  /**
   * A request was answered, or not until its deadline. True if the limit is another one now.
   *
   * @param underWay requests that have a permit, this one included
   */
  boolean took(long latencyMillis, int underWay) {
    lock.lock();
    try {
      long now = clock.millis();
      if (!window.hasBegun(now)) {
        return false;
      }
      window.add(latencyMillis, underWay);
      if (!window.isFull(now)) {
        return false;
      }
      double latency = window.mean();
      adapt(latency, now);
      int before = limit;
      limit = (int) exact;
      window.begin(limit == before ? now : now + Math.round(latency));
      return limit != before;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void adapt(double latency, long now) {
    if (suspended > 0) {
      baselineMillis = latency;
      exact = suspended;
      suspended = 0;
      measuredAt = exact;
      nextMeasurementMillis = now + settings.measureEvery().toMillis();
      return;
    }
    baselineMillis = Math.min(baselineMillis, latency);
    if (window.peak() * 2 >= exact) {
      follow(latency);
    }
    if (now >= nextMeasurementMillis || exact < measuredAt / 2) {
      suspended = exact;
      exact = bounded((exact - 2 * Math.sqrt(exact)) / settings.tolerance());
    }
  }

  @GuardedBy("lock")
  private void follow(double latency) {
    double tolerated = baselineMillis * settings.tolerance() + CLOCK_MILLIS;
    double gradient = Math.clamp(tolerated / latency, LEAST_GRADIENT, 1);
    starting &= gradient == 1;
    double room = starting ? exact : Math.sqrt(exact);
    exact = bounded(exact * gradient + room);
  }

  private double bounded(double wanted) {
    return Math.clamp(wanted, Math.min(settings.min(), most), most);
  }
}
