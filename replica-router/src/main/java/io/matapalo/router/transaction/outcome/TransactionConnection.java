package io.matapalo.router.transaction.outcome;

import io.matapalo.router.connection.TransactionState;
import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A connection of one attempt, and the state of its transaction. Confined to one thread, but for
 * the alarm that breaks it off.
 */
public final class TransactionConnection implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router");

  private final Connection connection;
  private final TransactionState state;
  private volatile boolean aborted;
  private volatile boolean brokenOff;

  private TransactionConnection(Connection connection, TransactionState state) {
    this.connection = connection;
    this.state = state;
  }

  /** As the data source handed it out. */
  public Connection connection() {
    return connection;
  }

  /** The state of the connection's transaction. */
  public TransactionState state() {
    return state;
  }

  /** Whether it was aborted. Nothing may be set on it then, because a transaction may be open. */
  public boolean isAborted() {
    return aborted;
  }

  /**
   * A connection of {@code source}.
   *
   * @throws IllegalStateException if it is not one of this router's, or is in a transaction already
   */
  public static TransactionConnection open(DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    try {
      return checked(connection);
    } catch (SQLException | RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  private static TransactionConnection checked(Connection connection) throws SQLException {
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
    return new TransactionConnection(connection, state);
  }

  /** Whether an alarm of {@link #breakOffAfter} came before its end. */
  public boolean isBrokenOff() {
    return brokenOff;
  }

  /**
   * Aborts the connection after {@code left}, whatever runs on it, unless the alarm is cancelled.
   */
  public PauseClock.Alarm breakOffAfter(Duration left, PauseClock clock) {
    return clock.alarm(
        left,
        () -> {
          brokenOff = true;
          abort();
        });
  }

  /** Rolls back. A connection that fails to is aborted, which rolls back on the server. */
  public void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.log(Level.FINE, "rollback failed, its connection is given up", e);
      abort();
    }
  }

  /** Aborts the connection, so that its physical connection is not used again. */
  public void abort() {
    aborted = true;
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.log(Level.FINE, "abort failed", e);
    }
  }

  /** Returns the connection to its pool. */
  @Override
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
