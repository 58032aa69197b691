package io.matapalo.perf.bench.engine;

import io.matapalo.perf.bench.http.Sent;
import io.matapalo.perf.bench.http.Transport;
import io.matapalo.perf.bench.outcome.FaultRecognition;
import io.matapalo.perf.bench.outcome.Outcome;
import io.matapalo.perf.bench.outcome.OutcomeClassifier;
import io.matapalo.perf.bench.pacing.ArrivalSchedule;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import java.time.Duration;

/**
 * Offers an open-loop load: a pacer thread starts one thread per arrival at its intended time,
 * whether or not earlier requests were answered. Several runs may share one engine. Thread-safe.
 */
public final class LoadEngine {
  private final MonotonicClock clock;
  private final Transport transport;
  private final OutcomeClassifier classifier;
  private final LoadLimits limits;
  private final LoadThreads threads;

  public LoadEngine(
      MonotonicClock clock,
      Transport transport,
      FaultRecognition faults,
      LoadLimits limits,
      LoadThreads threads) {
    this.clock = clock;
    this.transport = transport;
    this.classifier = new OutcomeClassifier(faults);
    this.limits = limits;
    this.threads = threads;
  }

  /** Starts the load and returns at once; it goes on until {@link LoadRun#stop}. */
  public LoadRun start(ArrivalSchedule arrivals, RequestSource source, Timeline timeline) {
    LoadRun run = new LoadRun(clock, new Dispatch(this, timeline), arrivals, source);
    run.begin(threads.pacer());
    return run;
  }

  /** Sends one request now and waits for its outcome; it is counted nowhere. */
  public Outcome sendOne(PlannedRequest planned, Duration limit) {
    return send(planned, clock.nanos() + limit.toNanos()).outcome();
  }

  /** What came of one request. */
  record Result(Sent sent, Outcome outcome) {}

  Result send(PlannedRequest planned, long deadlineNanos) {
    Sent sent = transport.send(planned.request(), planned.client(), deadlineNanos);
    Outcome outcome = classifier.classify(sent);
    if (outcome instanceof Outcome.Success && sent instanceof Sent.Answered answered) {
      planned.onSuccess().accept(answered.response().bodyText());
    }
    return new Result(sent, outcome);
  }

  MonotonicClock clock() {
    return clock;
  }

  LoadLimits limits() {
    return limits;
  }

  LoadThreads threads() {
    return threads;
  }
}
