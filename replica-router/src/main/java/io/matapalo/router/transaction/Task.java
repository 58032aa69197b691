package io.matapalo.router.transaction;

import io.matapalo.router.transaction.work.Work;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one call is to do. Immutable.
 *
 * @param stored what the outcome row keeps beside the fact; null: nothing
 * @param late has the deadline passed?
 */
record Task<T extends @Nullable Object, E extends Exception>(
    TransactionPolicy policy,
    @Nullable StoredResult<T> stored,
    Work<T, E> work,
    BooleanSupplier late) {

  boolean isLate() {
    return late.getAsBoolean();
  }
}
