package io.matapalo.router.transaction.work;

import org.jspecify.annotations.Nullable;

/**
 * A unit of work. It may run several times, each time on a fresh transaction and after all that the
 * time before did was rolled back: it must take nothing from one run into the next (entities,
 * generated ids), and what it does outside the database belongs into {@link
 * Transaction#afterCommit}.
 *
 * @param <T> its result
 * @param <E> what it throws itself
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object, E extends Exception> {

  /** Does the work on {@code tx}, which is of no use after it returns. */
  T run(Transaction tx) throws E;
}
