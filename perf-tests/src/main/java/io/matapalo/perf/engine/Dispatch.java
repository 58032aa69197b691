package io.matapalo.perf.engine;

import io.matapalo.perf.http.Sent;
import java.util.concurrent.Semaphore;

/**
 * Sends arrivals of one run on threads of their own, within the bound on requests in flight.
 * Thread-safe.
 */
final class Dispatch {
  private final LoadEngine engine;
  private final Timeline timeline;
  private final Semaphore inFlight;

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
    engine.threads().arrivals().newThread(() -> exchange(planned, intendedNanos)).start();
  }

  /** Blocks until every request in flight has ended; each ends by its deadline. */
  void drain() throws InterruptedException {
    inFlight.acquire(engine.limits().maxInFlight());
    inFlight.release(engine.limits().maxInFlight());
  }

  private void exchange(PlannedRequest planned, long intendedNanos) {
    try {
      long deadline = intendedNanos + engine.limits().deadline().toNanos();
      Sent sent = engine.transport().send(planned.request(), planned.client(), deadline);
      Outcome outcome = engine.classifier().classify(sent);
      if (outcome instanceof Outcome.Success && sent instanceof Sent.Answered answered) {
        planned.onSuccess().accept(answered.response().bodyText());
      }
      timeline.completed(
          new Exchange(
              planned.operation(), outcome, intendedNanos, sent.sentNanos(), sent.doneNanos()));
    } finally {
      inFlight.release();
    }
  }
}
