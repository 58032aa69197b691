package io.matapalo.perf.bench.engine;

import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends arrivals of one run on threads of their own, within the bound on requests in flight.
 * Thread-safe.
 */
final class Dispatch {
  private final LoadEngine engine;
  private final Timeline timeline;
  private final Semaphore inFlight;
  private final AtomicLong dispatched = new AtomicLong();

  Dispatch(LoadEngine engine, Timeline timeline) {
    this.engine = engine;
    this.timeline = timeline;
    this.inFlight = new Semaphore(engine.limits().maxInFlight());
  }

  /** Sends the request now; never blocks. */
  void dispatch(PlannedRequest planned, long intendedNanos) {
    WindowRecorder window = timeline.at(intendedNanos);
    window.planned(planned.operation(), engine.clock().nanos() - intendedNanos);
    if (!inFlight.tryAcquire()) {
      window.rejected(planned.operation());
      return;
    }
    // Between taking the permit and starting: whoever sees all permits free knows the count is
    // whole.
    dispatched.incrementAndGet();
    engine.threads().arrivals().newThread(() -> exchange(planned, intendedNanos)).start();
  }

  /** How many requests were sent so far, if none of them is in flight. */
  OptionalLong sentIfIdle() {
    long count = dispatched.get();
    boolean idle = inFlight.availablePermits() == engine.limits().maxInFlight();
    return idle ? OptionalLong.of(count) : OptionalLong.empty();
  }

  /** Blocks until every request in flight has ended; each ends by its deadline. */
  void drain() throws InterruptedException {
    inFlight.acquire(engine.limits().maxInFlight());
    inFlight.release(engine.limits().maxInFlight());
  }

  private void exchange(PlannedRequest planned, long intendedNanos) {
    try {
      long deadline = intendedNanos + engine.limits().deadline().toNanos();
      LoadEngine.Result result = engine.send(planned, deadline);
      timeline.completed(
          new Exchange(
              planned.operation(),
              result.outcome(),
              intendedNanos,
              result.sent().sentNanos(),
              result.sent().doneNanos()));
    } finally {
      inFlight.release();
    }
  }
}
