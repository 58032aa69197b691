package io.matapalo.perf.bench.pacing;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that jumps to whatever is waited for. Thread-safe. */
public final class VirtualClock implements MonotonicClock {
  private final AtomicLong nanos = new AtomicLong();

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void waitUntil(long deadlineNanos) {
    nanos.accumulateAndGet(deadlineNanos, Math::max);
  }

  /** Lets time pass. */
  public void advance(long more) {
    nanos.addAndGet(more);
  }
}
