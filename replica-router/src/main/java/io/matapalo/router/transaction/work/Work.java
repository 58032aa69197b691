package io.matapalo.router.transaction.work;

import org.jspecify.annotations.Nullable;

/**
 * A unit of work. The runner may run it several times, each time on a fresh transaction, after a
 * rollback of the attempt before. So a run must take nothing from an earlier run, such as entities
 * or generated ids. Effects outside the database belong into {@link Transaction#afterCommit}.
 *
 * @param <T> its result
 * @param <E> what it throws itself
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object, E extends Exception> {

  /** Does the work on {@code tx}, which is of no use after it returns. */
  T run(Transaction tx) throws E;
}
