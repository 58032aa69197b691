package io.matapalo.fastpath.cache;

import io.matapalo.fastpath.pacing.Deadline;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One load per key at a time in this process: whoever asks meanwhile gets the same answer, or the
 * same failure. A load that outlives its deadline is left alone: the next caller begins another.
 * Thread-safe; holds no key after its load.
 */
public final class SingleFlight<V> {

  private final ConcurrentMap<String, Flight<V>> flights = new ConcurrentHashMap<>();

  /**
   * What a load gave. Immutable.
   *
   * @param joined whether it began before this caller asked, in another thread
   */
  public record Shared<V>(V value, boolean joined) {}

  /** A load under way. Thread-safe; it is compared by identity. */
  private static final class Flight<V> {
    private final CompletableFuture<V> result = new CompletableFuture<>();
    private final Deadline deadline;

    Flight(Deadline deadline) {
      this.deadline = deadline;
    }
  }

  /**
   * The value of {@link #share}.
   *
   * @throws LoadFailed as {@link #share} does
   */
  public V load(String key, Deadline deadline, Callable<V> loader) {
    return share(key, deadline, loader).value();
  }

  /**
   * Loads in this thread, or waits for the load under way at most until {@code deadline}.
   *
   * @throws LoadFailed when the load failed, in whatever thread, or took longer than the deadline
   */
  public Shared<V> share(String key, Deadline deadline, Callable<V> loader) {
    if (deadline.hasPassed()) {
      throw new LoadFailed("no load of " + key + " begins after the deadline", null);
    }
    Flight<V> mine = new Flight<>(deadline);
    Flight<V> flight =
        flights.compute(
            key,
            (same, current) -> current == null || current.deadline.hasPassed() ? mine : current);
    return flight == mine
        ? new Shared<>(fly(key, mine, loader), false)
        : new Shared<>(await(key, flight, deadline), true);
  }

  /**
   * Loads in this thread, whatever is under way.
   *
   * @throws LoadFailed when the load failed
   */
  public static <V> V alone(String key, Callable<V> loader) {
    try {
      return loader.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(key, e);
    } catch (Exception e) {
      throw failed(key, e);
    }
  }

  private V fly(String key, Flight<V> mine, Callable<V> loader) {
    try {
      V value = alone(key, loader);
      forget(key, mine);
      mine.result.complete(value);
      return value;
    } catch (RuntimeException | Error e) {
      forget(key, mine);
      mine.result.completeExceptionally(e);
      throw e;
    }
  }

  /**
   * Before anybody is told: whoever has the answer may ask again at once, and would else meet the
   * load that is over.
   */
  private void forget(String key, Flight<V> flight) {
    flights.remove(key, flight);
  }

  private static <V> V await(String key, Flight<V> flight, Deadline deadline) {
    try {
      return flight.result.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(key, e);
    } catch (ExecutionException e) {
      Throwable failure = e.getCause();
      // The exception belongs to the thread that loaded; its cause is told here as well.
      throw failed(key, failure instanceof LoadFailed ? failure.getCause() : failure);
    } catch (TimeoutException e) {
      throw new LoadFailed("the load of " + key + " took longer than the deadline", e);
    }
  }

  private static LoadFailed failed(String key, @Nullable Throwable cause) {
    return cause instanceof LoadFailed failure
        ? failure
        : new LoadFailed("the load of " + key + " failed", cause);
  }
}
