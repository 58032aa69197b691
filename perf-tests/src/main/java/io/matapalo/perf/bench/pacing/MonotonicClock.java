package io.matapalo.perf.bench.pacing;

/** A clock that only moves forward, and a way to wait on it. Implementations are thread-safe. */
public interface MonotonicClock {
  /** The present reading in nanoseconds; only differences mean anything. */
  long nanos();

  /** Blocks until {@link #nanos()} is at least {@code deadlineNanos}; returns at once if it is. */
  void waitUntil(long deadlineNanos) throws InterruptedException;
}
