package io.matapalo.router.transaction.outcome;

/** An idempotency key came again with another payload; nothing was run or stored. */
public final class IdempotencyConflictException extends TransactionException {

  private static final long serialVersionUID = 1L;

  public IdempotencyConflictException(String operation) {
    super(
        operation
            + " was refused: its idempotency key was used before with another payload; use a new"
            + " key for another request",
        null);
  }
}
