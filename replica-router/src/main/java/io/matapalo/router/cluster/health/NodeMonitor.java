package io.matapalo.router.cluster.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one node again and again, in a thread of its own, which may hang in the driver; then
 * {@link #endIfOverdue}, called by the cluster's watchdog, tells in its place. Thread-safe.
 */
public final class NodeMonitor implements Runnable, AutoCloseable {

  /**
   * However often a node is suspected, it is asked no more often than this part of the interval.
   */
  private static final int MOST_LOOKS_PER_INTERVAL = 10;

  private final Inquiry inquiry;
  private final Duration timeout;
  private final long intervalNanos;
  private final LongSupplier nanoClock;
  private final Reports reports;

  private final AtomicBoolean suspected = new AtomicBoolean();
  private volatile @Nullable Attempt attempt;
  private volatile @Nullable Thread thread;
  private volatile boolean answeredLast = true;
  private volatile Duration patience;
  private volatile boolean closed;

  /** Who is told of looks. */
  public interface Reports {

    /** A look has come in that began at {@code startedNanos}. */
    void take(Look look, long startedNanos);
  }

  public NodeMonitor(
      Inquiry inquiry, HealthSettings health, LongSupplier nanoClock, Reports reports) {
    this.inquiry = inquiry;
    this.timeout = health.timeout();
    this.patience = health.firstTimeout();
    this.intervalNanos = health.interval().toNanos();
    this.nanoClock = nanoClock;
    this.reports = reports;
  }

  /** A look that is under way; whoever settles it first tells what came of it. */
  private record Attempt(long startedNanos, AtomicBoolean settled) {}

  @Override
  public void run() {
    thread = Thread.currentThread();
    while (!closed) {
      suspected.set(false);
      long started = nanoClock.getAsLong();
      lookOnce(started);
      await(started);
    }
    inquiry.close();
  }

  private void lookOnce(long started) {
    Attempt current = new Attempt(started, new AtomicBoolean());
    attempt = current;
    Look look;
    try {
      look = inquiry.look();
    } catch (RuntimeException e) {
      // A driver's bug must not end the watching.
      look = Look.failed("makes the driver fail: " + e.getClass().getName(), Look.Loss.NONE);
    }
    attempt = null;
    if (current.settled().compareAndSet(false, true)) {
      report(look, started);
    } else {
      inquiry.close();
    }
  }

  private void report(Look look, long started) {
    // One stall of a node that answered just before does not end what is under way on it.
    boolean again = look.loss() == Look.Loss.SILENT && !answeredLast;
    answeredLast = look.answered();
    if (look.answered()) {
      patience = timeout;
    }
    if (!closed) {
      reports.take(again ? look.with(Look.Loss.GONE) : look, started);
    }
  }

  private void await(long started) {
    long shortest = started + intervalNanos / MOST_LOOKS_PER_INTERVAL;
    long longest = started + intervalNanos;
    while (!closed) {
      long now = nanoClock.getAsLong();
      long until = suspected.get() ? shortest : longest;
      if (now - until >= 0) {
        return;
      }
      LockSupport.parkNanos(this, until - now);
    }
  }

  /** Asks at once. */
  public void suspect() {
    if (suspected.compareAndSet(false, true)) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * If a look has not come back in time: tells that the node does not answer. Answers what to run,
   * apart from the caller, to end the look; null if there is nothing to end.
   */
  public @Nullable Runnable endIfOverdue() {
    Attempt current = attempt;
    if (current == null
        || nanoClock.getAsLong() - current.startedNanos() < patience.toNanos()
        || !current.settled().compareAndSet(false, true)) {
      return null;
    }
    report(Troubles.silent(patience), current.startedNanos());
    return inquiry::breakOff;
  }

  /** Ends the thread soon; does not wait for it. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
