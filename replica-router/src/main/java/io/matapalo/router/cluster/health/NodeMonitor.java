package io.matapalo.router.cluster.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Probes one node again and again on a thread of its own. That thread may hang in the driver, so
 * the cluster's watchdog calls {@link #endIfOverdue}, which reports the silent node in its place.
 * Thread-safe.
 */
public final class NodeMonitor implements Runnable, AutoCloseable {

  /** A node is probed no more often in an interval, however often it is suspected. */
  private static final int MOST_PROBES_PER_INTERVAL = 10;

  private final Probe probe;
  private final Duration timeout;
  private final long intervalNanos;
  private final LongSupplier nanoClock;
  private final Reports reports;

  private final AtomicBoolean suspected = new AtomicBoolean();
  private volatile @Nullable RunningProbe running;
  private volatile @Nullable Thread thread;
  private volatile boolean answeredLast = true;
  private volatile Duration patience;
  private volatile boolean closed;

  /** Receives the results of probes. */
  public interface Reports {

    /** Receives the result of a probe that began at {@code startedNanos}. */
    void take(ProbeResult result, long startedNanos);
  }

  public NodeMonitor(Probe probe, HealthSettings health, LongSupplier nanoClock, Reports reports) {
    this.probe = probe;
    this.timeout = health.timeout();
    this.patience = health.firstTimeout();
    this.intervalNanos = health.interval().toNanos();
    this.nanoClock = nanoClock;
    this.reports = reports;
  }

  /** A probe that runs. The monitor or the watchdog reports it: whichever settles it first. */
  private record RunningProbe(long startedNanos, AtomicBoolean settled) {}

  @Override
  public void run() {
    thread = Thread.currentThread();
    while (!closed) {
      suspected.set(false);
      long started = nanoClock.getAsLong();
      probeOnce(started);
      await(started);
    }
    probe.close();
  }

  private void probeOnce(long started) {
    RunningProbe current = new RunningProbe(started, new AtomicBoolean());
    running = current;
    ProbeResult result;
    try {
      result = probe.run();
    } catch (RuntimeException e) {
      // A bug of the driver must not end the monitor.
      result =
          ProbeResult.failed(
              "makes the driver fail: " + e.getClass().getName(), ProbeResult.Loss.NONE);
    }
    running = null;
    if (current.settled().compareAndSet(false, true)) {
      report(result, started);
    } else {
      probe.close();
    }
  }

  private void report(ProbeResult result, long started) {
    // Transactions survive one stall of a node that answered the probe before.
    boolean again = result.loss() == ProbeResult.Loss.SILENT && !answeredLast;
    answeredLast = result.answered();
    if (result.answered()) {
      patience = timeout;
    }
    if (!closed) {
      reports.take(again ? result.withLoss(ProbeResult.Loss.GONE) : result, started);
    }
  }

  private void await(long started) {
    long shortest = started + intervalNanos / MOST_PROBES_PER_INTERVAL;
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

  /** Probes the node at once. */
  public void suspect() {
    if (suspected.compareAndSet(false, true)) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Reports a node whose probe has run longer than it may. The answer is the task that ends the
   * probe; the caller runs it on another thread, because it may block. Null if no probe is overdue.
   */
  public @Nullable Runnable endIfOverdue() {
    RunningProbe current = running;
    if (current == null
        || nanoClock.getAsLong() - current.startedNanos() < patience.toNanos()
        || !current.settled().compareAndSet(false, true)) {
      return null;
    }
    report(ProbeFailures.silent(patience), current.startedNanos());
    return probe::breakOff;
  }

  /** Ends the monitor's thread soon, without waiting for the end. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
