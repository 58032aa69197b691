package io.matapalo.fastpath.orders;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection for one transaction. Closing rolls back what is not committed; where even that
 * fails, the connection is cut, so that the server rolls back and no pool hands it out again.
 * Closing throws nothing: what the transaction came to is known by then. Confined to one attempt.
 */
final class Transaction implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

  private final Connection connection;
  private boolean committed;

  private Transaction(Connection connection) {
    this.connection = connection;
  }

  static Transaction begin(DataSource dataSource) throws SQLException {
    Connection connection = dataSource.getConnection();
    try {
      connection.setAutoCommit(false);
      return new Transaction(connection);
    } catch (SQLException e) {
      new Transaction(connection).close();
      throw e;
    }
  }

  Connection connection() {
    return connection;
  }

  void commit() throws SQLException {
    connection.commit();
    committed = true;
  }

  @Override
  public void close() {
    if (!committed) {
      rollBack();
    }
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("a connection did not close cleanly reason={}", e.getMessage());
    }
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.warn("a transaction was not rolled back, its connection is cut", e);
      cut();
    }
  }

  private void cut() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.warn("a connection could not be cut reason={}", e.getMessage());
    }
  }
}
