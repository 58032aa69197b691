package io.matapalo.testkit.topology;

import io.matapalo.testkit.binaries.TestkitException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Asks servers again and again until they are where they should be. Stateless. */
public final class Await {
  private static final Duration POLL = Duration.ofMillis(10);

  private Await() {}

  /** Throws, with what it saw last, when it takes longer. */
  public static void until(BooleanSupplier reached, Duration deadline, Supplier<String> what) {
    long end = System.nanoTime() + deadline.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new TestkitException("not within %s: %s".formatted(deadline, what.get()));
      }
      try {
        TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TestkitException("interrupted while waiting: " + what.get(), e);
      }
    }
  }
}
