package io.matapalo.testkit.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until a time, and not noticeably longer. A sleeping thread is woken late by a few dozen
 * microseconds, rather evenly: so it goes to sleep for that much less, and spins away what is then
 * left. Confined to one thread.
 */
final class PreciseWait {
  private static final Logger LOG = LoggerFactory.getLogger(PreciseWait.class);

  /** The most it allows for, and so spins; a thread that is later than that met a busy machine. */
  private static final long MAX_LATENESS_NANOS = 100_000;

  // A new measurement counts for one part in eight.
  private static final int SMOOTHING = 8;

  private long latenessNanos = MAX_LATENESS_NANOS / 2;

  PreciseWait() {
    askForSmallestSlack();
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

  // Linux lets a sleeping thread oversleep by 50 µs, to wake several at once; that is a third of a
  // delay of 150 µs. A thread may ask for less (proc(5), timerslack_ns). Elsewhere, and where it
  // may not, timers are as exact as they are.
  private static void askForSmallestSlack() {
    try {
      Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName();
      Files.write(Path.of("/proc", thread.toString(), "timerslack_ns"), "1".getBytes(US_ASCII));
    } catch (IOException e) {
      LOG.debug("timers keep their slack", e);
    }
  }
}
