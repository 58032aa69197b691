package io.matapalo.perf.bench.engine;

import io.matapalo.perf.bench.pacing.ArrivalSchedule;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;

/** A load that is being offered. Thread-safe. */
public final class LoadRun {
  private final MonotonicClock clock;
  private final Dispatch dispatch;
  private final ArrivalSchedule arrivals;
  private final RequestSource source;
  private final long startNanos;
  private final AtomicReference<Long> endNanos = new AtomicReference<>(Long.MAX_VALUE);
  private final CountDownLatch paced = new CountDownLatch(1);

  LoadRun(MonotonicClock clock, Dispatch dispatch, ArrivalSchedule arrivals, RequestSource source) {
    this.clock = clock;
    this.dispatch = dispatch;
    this.arrivals = arrivals;
    this.source = source;
    this.startNanos = clock.nanos();
  }

  void begin(ThreadFactory pacer) {
    pacer.newThread(this::pace).start();
  }

  /**
   * Ends the load: arrivals meant for {@code atNanos} or later are not sent. Blocks until all that
   * were sent have ended: at most one gap between arrivals and the deadline of a request.
   */
  public void stop(long atNanos) throws InterruptedException {
    endNanos.set(atNanos);
    paced.await();
    dispatch.drain();
  }

  /** Whether the pacer still offers requests; false after a stop, or if it failed. */
  public boolean isOffering() {
    return paced.getCount() > 0;
  }

  /** How many requests were sent so far, if all of them have ended at this moment. */
  public OptionalLong sentIfIdle() {
    return dispatch.sentIfIdle();
  }

  private void pace() {
    try {
      while (true) {
        // Prepared before the wait, so that the preparation does not delay the start.
        PlannedRequest planned = source.next();
        long intended = startNanos + arrivals.nextOffsetNanos();
        clock.waitUntil(Math.min(intended, endNanos.get()));
        if (intended >= endNanos.get()) {
          return;
        }
        dispatch.dispatch(planned, intended);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      paced.countDown();
    }
  }
}
