package io.matapalo.fastpath.cache.process;

import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Where early refreshes run. Thread-safe.
 *
 * @param executor with a bound: it rejects a refresh when it has too many
 * @param timeout how long one refresh may take
 */
public record Refreshes(Executor executor, Duration timeout) {

  /** Runs {@code refresh} with a deadline of its own; false when there is no room for it. */
  boolean begin(Consumer<Deadline> refresh, LongSupplier nanoTicker) {
    try {
      executor.execute(() -> refresh.accept(Deadline.after(timeout, nanoTicker)));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
