package io.matapalo.router.transaction.outcome;

import org.jspecify.annotations.Nullable;

/** Nothing was committed, for a reason that no other attempt mends; the message says which. */
public final class FailedTransactionException extends TransactionException {

  private static final long serialVersionUID = 1L;

  public FailedTransactionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
