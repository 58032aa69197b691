package io.matapalo.fastpath;

import io.matapalo.fastpath.pacing.Pause;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@link Pause} that really waits, on a latch that nobody opens. Thread-safe. */
final class LatchPause implements Pause {

  private final CountDownLatch never = new CountDownLatch(1);

  @Override
  public void of(Duration duration) {
    try {
      boolean opened = never.await(duration.toNanos(), TimeUnit.NANOSECONDS);
      assert !opened;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
