package io.matapalo.router.transaction.outcome;

import io.matapalo.router.pinning.TransactionState;
import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A connection in use, and what it knows of its transaction. Confined to one thread. */
public final class Link {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router");

  private final Connection connection;
  private final TransactionState state;
  private boolean gone;

  private Link(Connection connection, TransactionState state) {
    this.connection = connection;
    this.state = state;
  }

  /** As the data source handed it out. */
  public Connection connection() {
    return connection;
  }

  /** Of the same connection. */
  public TransactionState state() {
    return state;
  }

  /** Was it given up? Nothing may be set on it any more: it might still hold a transaction. */
  public boolean isGone() {
    return gone;
  }

  /**
   * A connection of {@code source}.
   *
   * @throws IllegalStateException if it is not one of this router's, or is in a transaction already
   */
  public static Link open(DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    try {
      return checked(connection);
    } catch (SQLException | RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  private static Link checked(Connection connection) throws SQLException {
    if (!connection.isWrapperFor(TransactionState.class)) {
      throw new IllegalStateException(
          "a connection of "
              + connection.getClass().getName()
              + " does not tell its transaction's state; use ReplicaRouter.dataSource(), or a pool"
              + " over a URL with jdbc:matapalo: and matapalo.topology");
    }
    TransactionState state = connection.unwrap(TransactionState.class);
    Optional<Node> node = state.node();
    if (node.isPresent()) {
      throw new IllegalStateException(
          "the data source gave a connection that is in a transaction on "
              + node.get().name()
              + "; a unit of work needs its own: run it outside of any other transaction");
    }
    return new Link(connection, state);
  }

  /** Rolls back; a failure of that changes nothing of what is known, and ends the connection. */
  public void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.log(Level.FINE, "rollback failed, its connection is given up", e);
      abort();
    }
  }

  /** The physical connection must not be used again. */
  public void abort() {
    gone = true;
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.log(Level.FINE, "abort failed", e);
    }
  }

  /** Gives it back; a failure of that is nobody's matter any more. */
  public void close() {
    close(connection);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.log(Level.FINE, "close failed", e);
    }
  }
}
