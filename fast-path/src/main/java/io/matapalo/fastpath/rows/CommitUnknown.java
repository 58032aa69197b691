package io.matapalo.fastpath.rows;

/**
 * The answer to a commit was lost: the transaction is stored or not. Only its rows can tell, such
 * as one that holds a unique request id.
 */
public final class CommitUnknown extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CommitUnknown(Throwable cause) {
    super("the answer to a commit was lost", cause);
  }
}
