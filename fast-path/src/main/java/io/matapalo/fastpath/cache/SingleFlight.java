package io.matapalo.fastpath.cache;

import io.matapalo.fastpath.pacing.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One load per key at a time in this process: whoever asks meanwhile gets the same answer, or the
 * same failure. Thread-safe; holds no key after its load.
 */
public final class SingleFlight<V> {

  private final ConcurrentMap<String, CompletableFuture<V>> loads = new ConcurrentHashMap<>();

  /**
   * Loads, or waits for the load under way at most until {@code deadline}.
   *
   * @throws LoadFailed when another thread's load failed or took too long
   */
  public V load(String key, Deadline deadline, Supplier<V> loader) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> theirs = loads.putIfAbsent(key, mine);
    if (theirs != null) {
      return await(key, theirs, deadline);
    }
    try {
      V value = loader.get();
      forget(key, mine);
      mine.complete(value);
      return value;
    } catch (RuntimeException | Error e) {
      forget(key, mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  /**
   * Before anybody is told: whoever has the answer may ask again at once, and would else meet the
   * load that is over.
   */
  private void forget(String key, CompletableFuture<V> load) {
    loads.remove(key, load);
  }

  private static <V> V await(String key, CompletableFuture<V> load, Deadline deadline) {
    try {
      return load.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadFailed(key, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new LoadFailed(key, e);
    }
  }

  /** A shared load did not give a value. */
  public static final class LoadFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LoadFailed(String key, Throwable cause) {
      super("the load of " + key + " by another thread gave nothing", cause);
    }
  }
}
