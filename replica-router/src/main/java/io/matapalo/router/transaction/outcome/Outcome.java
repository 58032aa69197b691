package io.matapalo.router.transaction.outcome;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a unit of work. Immutable.
 *
 * @param <T> its result
 */
public sealed interface Outcome<T extends @Nullable Object> {

  /**
   * It is stored, once.
   *
   * @param value what the work answered, or answered when it ran first under the same key
   */
  record Committed<T extends @Nullable Object>(T value) implements Outcome<T> {}

  /**
   * Nothing of it is stored, nor will be.
   *
   * @param cause the work's own exception, or a {@link TransactionException}
   */
  record NotCommitted<T extends @Nullable Object>(Exception cause) implements Outcome<T> {}

  /**
   * It may be stored or not; it was not tried again.
   *
   * @param id what to ask for later; empty where no outcome row was kept
   */
  record Unknown<T extends @Nullable Object>(Optional<OutcomeId> id) implements Outcome<T> {}
}
