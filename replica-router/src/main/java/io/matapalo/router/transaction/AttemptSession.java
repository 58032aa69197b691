package io.matapalo.router.transaction;

import io.matapalo.router.topology.Intent;
import io.matapalo.router.transaction.outcome.TransactionConnection;
import java.sql.Connection;
import java.sql.SQLException;

/** Session state that an attempt changes, and restores once. Confined to one thread. */
final class AttemptSession {

  private final TransactionConnection transaction;
  private boolean autoCommit;
  private boolean readOnly;
  private int isolation = TransactionPolicy.ISOLATION_AS_IS;
  private boolean begun;
  private boolean restricted;

  AttemptSession(TransactionConnection transaction) {
    this.transaction = transaction;
  }

  void begin(TransactionPolicy policy) throws SQLException {
    Connection connection = transaction.connection();
    autoCommit = connection.getAutoCommit();
    readOnly = connection.isReadOnly();
    begun = true;
    boolean reads = policy.intent() == Intent.READ;
    restricted = reads != readOnly;
    if (restricted) {
      connection.setReadOnly(reads);
    }
    if (policy.isolation() != TransactionPolicy.ISOLATION_AS_IS) {
      isolation = connection.getTransactionIsolation();
      connection.setTransactionIsolation(policy.isolation());
    }
    if (autoCommit) {
      connection.setAutoCommit(false);
    }
  }

  /** Restores the session, or aborts the connection: a pool would hand on the wrong state. */
  void restore() {
    if (!begun || transaction.isAborted()) {
      return;
    }
    try {
      Connection connection = transaction.connection();
      if (connection.isClosed()) {
        return;
      }
      if (autoCommit) {
        connection.setAutoCommit(true);
      }
      if (restricted) {
        connection.setReadOnly(readOnly);
      }
      if (isolation != TransactionPolicy.ISOLATION_AS_IS) {
        connection.setTransactionIsolation(isolation);
      }
    } catch (SQLException e) {
      transaction.abort();
    }
  }
}
