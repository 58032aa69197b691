package io.matapalo.router.transaction;

import io.matapalo.router.topology.Intent;
import io.matapalo.router.transaction.outcome.Link;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What an attempt sets on its connection, and sets back. Confined to one thread; begins and
 * restores once.
 */
final class Session {

  private final Link link;
  private boolean autoCommit;
  private boolean readOnly;
  private int isolation = TransactionPolicy.ISOLATION_AS_IS;
  private boolean begun;
  private boolean restricted;

  Session(Link link) {
    this.link = link;
  }

  void begin(TransactionPolicy policy) throws SQLException {
    Connection connection = link.connection();
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

  /**
   * A connection that cannot be set back is given up: what the attempt did is not touched by it.
   */
  void restore() {
    if (!begun || link.isGone()) {
      return;
    }
    try {
      Connection connection = link.connection();
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
      link.abort();
    }
  }
}
