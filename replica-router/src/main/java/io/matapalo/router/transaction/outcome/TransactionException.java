package io.matapalo.router.transaction.outcome;

import org.jspecify.annotations.Nullable;

/** A unit of work was not committed, or may not have been. */
public abstract sealed class TransactionException extends RuntimeException
    permits ConflictException,
        FailedTransactionException,
        IdempotencyConflictException,
        OutcomeUnknownException {

  private static final long serialVersionUID = 1L;

  TransactionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
