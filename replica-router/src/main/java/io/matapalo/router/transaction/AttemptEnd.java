package io.matapalo.router.transaction;

import io.matapalo.router.retry.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt ended. Immutable.
 *
 * @param <T> the result of the work
 */
sealed interface AttemptEnd<T extends @Nullable Object> {

  /** Stored; {@code hooks} are to be run. */
  record Committed<T extends @Nullable Object>(T value, List<Runnable> hooks)
      implements AttemptEnd<T> {}

  /** An earlier call with the same key was stored; the work was not run, or was rolled back. */
  record Replayed<T extends @Nullable Object>(T value) implements AttemptEnd<T> {}

  /** Rolled back, to be handed up. */
  record Failed<T extends @Nullable Object>(Exception thrown) implements AttemptEnd<T> {}

  /**
   * Nothing of it is stored, and it may run again.
   *
   * @param thrown what the work or the commit threw; null where the work swallowed it
   * @param free does the next attempt cost no budget, since it only fetches an answer?
   */
  record Repeatable<T extends @Nullable Object>(
      Cause cause, @Nullable Exception thrown, boolean free) implements AttemptEnd<T> {

    Repeatable<T> withCause(Cause other) {
      return new Repeatable<>(other, thrown, free);
    }
  }

  /**
   * COMMIT was sent, and it is not known what it did.
   *
   * @param hooks to be run if it is found out to be committed
   */
  record InDoubt<T extends @Nullable Object>(T value, List<Runnable> hooks, Exception thrown)
      implements AttemptEnd<T> {}
}
