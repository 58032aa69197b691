package io.matapalo.fastpath.pacing;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes what would by itself wait for its work without end: takes no more work, waits for the work
 * under way, then interrupts it. Thread-safe.
 */
public final class Ending {

  private Ending() {}

  /** Waits for work under way. */
  @FunctionalInterface
  public interface Awaiting {

    /** Whether it ended {@code within} that time. */
    boolean ends(Duration within) throws InterruptedException;
  }

  /** Of an executor. */
  public static AutoCloseable of(ExecutorService executor, Duration grace) {
    return of(
        grace,
        executor::shutdown,
        within -> executor.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS),
        executor::shutdownNow);
  }

  /** Of anything that ends in these three steps. */
  public static AutoCloseable of(
      Duration grace, Runnable takeNoMore, Awaiting awaiting, Runnable interrupt) {
    return () -> {
      takeNoMore.run();
      if (!awaiting.ends(grace)) {
        interrupt.run();
      }
    };
  }
}
