package io.matapalo.testkit.relay;

import java.util.concurrent.locks.LockSupport;

/**
 * Waits until a time, and not noticeably longer. A sleeping thread is woken late by a few dozen
 * microseconds, rather evenly: so it goes to sleep for that much less, and spins away what is then
 * left. Confined to one thread.
 */
final class PreciseWait {
  /** The most it allows for, and so spins; a thread that is later than that met a busy machine. */
  private static final long MAX_LATENESS_NANOS = 100_000;

  // A new measurement counts for one part in eight.
  private static final int SMOOTHING = 8;

  private long latenessNanos = MAX_LATENESS_NANOS / 2;

  PreciseWait() {
    TimerSlack.smallestForThisThread();
  }

  void until(long dueNanos) throws InterruptedException {
    long wakeNanos = dueNanos - latenessNanos;
    long left = wakeNanos - System.nanoTime();
    if (left > 0) {
      while (left > 0) {
        LockSupport.parkNanos(left);
        if (Thread.interrupted()) {
          throw new InterruptedException("cut");
        }
        left = wakeNanos - System.nanoTime();
      }
      long late = Math.min(-left, MAX_LATENESS_NANOS);
      latenessNanos += (late - latenessNanos) / SMOOTHING;
    }
    while (System.nanoTime() < dueNanos) {
      Thread.onSpinWait();
    }
  }
}
