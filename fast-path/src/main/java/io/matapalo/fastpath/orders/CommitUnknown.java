package io.matapalo.fastpath.orders;

/**
 * The answer to a commit was lost: the transaction is stored or not. Only its rows can tell, here
 * the unique request id of an order.
 */
public final class CommitUnknown extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CommitUnknown(Throwable cause) {
    super("the answer to a commit was lost", cause);
  }
}
