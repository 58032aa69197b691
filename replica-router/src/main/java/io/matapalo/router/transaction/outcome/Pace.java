package io.matapalo.router.transaction.outcome;

import io.matapalo.jvm.NanoTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time, chance and waiting, as they are handed in. Thread-safe if its parts are.
 *
 * @param wall what ids are dated with
 * @param nanos what deadlines are measured with
 * @param chance what ids and jitter are drawn from
 * @param waiting how a pause is made
 */
public record Pace(
    InstantSource wall, LongSupplier nanos, RandomGenerator chance, Waiting waiting) {

  /** Lets time go by. */
  @FunctionalInterface
  public interface Waiting {

    /** Returns after {@code pause}, or earlier by throwing. */
    void pause(Duration pause) throws InterruptedException;
  }

  /** The system's. */
  public static Pace ofTheSystem() {
    return new Pace(
        InstantSource.system(), NanoTime::now, new SecureRandom(), Pace::waitForNothing);
  }

  // A latch that nobody opens: it ends with the time or the interrupt.
  @SuppressWarnings("ReturnValueIgnored")
  private static void waitForNothing(Duration pause) throws InterruptedException {
    boolean opened = new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS);
    if (opened) {
      throw new IllegalStateException("nobody opens this latch");
    }
  }
}
