package io.matapalo.router.transaction.outcome;

import io.matapalo.jvm.NanoTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The clock that measures deadlines and makes the pauses between attempts. Thread-safe. */
public interface PauseClock {

  /** As {@link System#nanoTime}. */
  long nanos();

  /** Returns after {@code pause}, or earlier by throwing. */
  void pause(Duration pause) throws InterruptedException;

  /** The system's clock. */
  static PauseClock ofTheSystem() {
    return new PauseClock() {
      @Override
      public long nanos() {
        return NanoTime.now();
      }

      @Override
      public void pause(Duration pause) throws InterruptedException {
        // Nobody opens this latch, so the wait ends with the time or the interrupt.
        boolean opened = new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS);
        if (opened) {
          throw new IllegalStateException("nobody opens this latch");
        }
      }
    };
  }
}
