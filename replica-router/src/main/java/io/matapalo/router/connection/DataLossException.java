package io.matapalo.router.connection;

import java.sql.SQLNonTransientException;

/**
 * The session has seen what the cluster has lost: acknowledged work of it is gone, so that no node
 * will ever be fresh enough. Repeating does not help; a new session, or a new mark, sees the
 * cluster as it is.
 */
public final class DataLossException extends SQLNonTransientException {

  private static final long serialVersionUID = 1L;

  /** {@code node} is the one that was asked. */
  public DataLossException(String node) {
    super(
        ("data loss: this session has seen transactions that node %s does not have "
                + "and will never have; look at what was lost, then go on with a new session")
            .formatted(node),
        "58000");
  }
}
