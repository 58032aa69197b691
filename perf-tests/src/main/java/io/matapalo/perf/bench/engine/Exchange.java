package io.matapalo.perf.bench.engine;

import io.matapalo.perf.bench.outcome.Outcome;

/** One finished exchange: operation, outcome, and the three readings of the clock. Immutable. */
record Exchange(
    String operation, Outcome outcome, long intendedNanos, long sentNanos, long doneNanos) {
  long responseNanos() {
    return doneNanos - intendedNanos;
  }

  long serviceNanos() {
    return doneNanos - sentNanos;
  }
}
