package io.matapalo.router.transaction;

import io.matapalo.router.transaction.work.Work;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work as its caller gave it. Immutable.
 *
 * @param stored what the outcome row keeps beside the proof; null: nothing
 * @param late whether the policy's deadline has passed
 */
record UnitOfWork<T extends @Nullable Object, E extends Exception>(
    TransactionPolicy policy,
    @Nullable StoredResult<T> stored,
    Work<T, E> work,
    BooleanSupplier late) {

  boolean isLate() {
    return late.getAsBoolean();
  }
}
