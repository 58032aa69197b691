package io.matapalo.router.connection;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

/**
 * The connection broke while COMMIT, or a statement under autocommit, was in flight: it may be
 * stored or not. SQLState 08007 (SQL:2016, transaction resolution unknown), never transient, so
 * that no general rule repeats the work. The cause is the driver's exception.
 */
public final class CommitOutcomeUnknownException extends SQLNonTransientConnectionException {

  private static final long serialVersionUID = 1L;
  private static final String TRANSACTION_RESOLUTION_UNKNOWN = "08007";

  /** {@code node} is where it was sent. */
  public CommitOutcomeUnknownException(String node, SQLException cause) {
    super(
        "the answer to a commit on node "
            + node
            + " was lost: it may be stored or not; ask its outcome row before repeating it",
        TRANSACTION_RESOLUTION_UNKNOWN,
        cause.getErrorCode(),
        cause);
  }
}
