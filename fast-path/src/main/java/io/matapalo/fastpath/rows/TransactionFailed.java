package io.matapalo.fastpath.rows;

import org.jspecify.annotations.Nullable;

/** A transaction was not committed, or nobody can tell whether it was. */
public final class TransactionFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TransactionFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
