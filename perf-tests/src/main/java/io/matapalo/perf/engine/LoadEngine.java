package io.matapalo.perf.engine;

import io.matapalo.perf.http.Transport;
import io.matapalo.perf.pacing.ArrivalSchedule;
import io.matapalo.perf.pacing.MonotonicClock;

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

  MonotonicClock clock() {
    return clock;
  }

  Transport transport() {
    return transport;
  }

  OutcomeClassifier classifier() {
    return classifier;
  }

  LoadLimits limits() {
    return limits;
  }

  LoadThreads threads() {
    return threads;
  }
}
