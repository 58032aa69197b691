package io.matapalo.router.jdbc;

import io.matapalo.jvm.LogNames;
import io.matapalo.router.pinning.Pin;
import io.matapalo.router.pinning.RoutedTransaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a routed connection. It lives on one physical connection; when a later transaction
 * runs on another node it is made again there, or refused where that would lose something that was
 * set on it. Confined to the connection's thread, but for {@link #cancel}.
 */
abstract class StatementDelegate<S extends Statement> implements Statement {

  private static final Logger LOG = Logger.getLogger(LogNames.ROUTER);
  private static final int UNSET = -1;

  private final RoutedConnection owner;
  private final RoutedTransaction transaction;
  private final NodeCall<Connection, S> recipe;
  private Pin pin;
  private S target;
  private int epoch;
  private int fetchSize = UNSET;
  private int queryTimeout = UNSET;
  private long maxRows = UNSET;
  private boolean particular;
  private boolean batched;
  private boolean bound;
  private boolean closed;

  StatementDelegate(RoutedConnection owner, Pin pin, S target, NodeCall<Connection, S> recipe) {
    this.owner = owner;
    this.transaction = owner.transaction();
    this.recipe = recipe;
    this.pin = pin;
    this.target = target;
    this.epoch = transaction.epoch();
    pin.statementOpened();
  }

  final S target() {
    return target;
  }

  /** On the node of the running transaction, which begins if none runs. */
  final S following() throws SQLException {
    Pin now = transaction.begin();
    if (epoch != transaction.epoch()) {
      moveTo(now);
    }
    return target;
  }

  /** About to be sent. */
  final S ready() throws SQLException {
    S running = following();
    transaction.sending();
    return running;
  }

  final S readyBatch() throws SQLException {
    S running = ready();
    batched = false;
    bound = false;
    return running;
  }

  final S binding() throws SQLException {
    S running = following();
    bound = true;
    return running;
  }

  final S unbound() {
    bound = false;
    return target;
  }

  final S batching() throws SQLException {
    S running = following();
    batched = true;
    return running;
  }

  final S unbatched() {
    batched = false;
    return target;
  }

  final S particular() throws SQLException {
    S running = following();
    particular = true;
    return running;
  }

  final void executed() {
    transaction.executed(pin);
  }

  final SQLException failed(SQLException thrown) {
    return transaction.failed(thrown, pin);
  }

  final SQLException failedLater(SQLException thrown) {
    return failedLater(thrown, epoch);
  }

  /** What fails while results are read may belong to a transaction that has ended. */
  final SQLException failedLater(SQLException thrown, int readIn) {
    return readIn == transaction.epoch()
        ? transaction.failed(thrown, pin)
        : transaction.failedAfterEnd(thrown, pin);
  }

  final void requireReadable() throws SQLException {
    transaction.requireNotDoomed();
  }

  /** A row of its result is about to be changed: that must be where it was read. */
  final void changing() throws SQLException {
    if (transaction.begin() != pin) {
      throw new SQLException(
          "this result was read on node "
              + pin.node().name()
              + " and cannot change rows on another one; read it again",
          "26000");
    }
    transaction.sending();
  }

  final @Nullable ResultSet results(@Nullable ResultSet rows) {
    return rows == null ? null : new RoutedResultSet(rows, this, epoch);
  }

  private void moveTo(Pin now) throws SQLException {
    if (now != pin && !closed) {
      makeAgainOn(now);
    }
    epoch = transaction.epoch();
  }

  private void makeAgainOn(Pin now) throws SQLException {
    if (bound || batched || particular) {
      throw new SQLException(
          ("this statement was made on node %s and carries values or settings from "
                  + "there, the transaction runs on node %s; make the statement again")
              .formatted(pin.node().name(), now.node().name()),
          "26000");
    }
    S made = recipe.on(now.physical());
    carrySettings(made);
    S left = target;
    target = made;
    now.statementOpened();
    transaction.statementClosed(pin);
    pin = now;
    closeQuietly(left);
  }

  private static void closeQuietly(Statement left) {
    try {
      left.close();
    } catch (SQLException e) {
      LOG.log(Level.FINE, "a statement on a node that was left did not close", e);
    }
  }

  private void carrySettings(S made) throws SQLException {
    if (fetchSize != UNSET) {
      made.setFetchSize(fetchSize);
    }
    if (queryTimeout != UNSET) {
      made.setQueryTimeout(queryTimeout);
    }
    if (maxRows != UNSET) {
      made.setLargeMaxRows(maxRows);
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      target.close();
    } finally {
      transaction.statementClosed(pin);
    }
  }

  @Override
  public boolean isClosed() throws SQLException {
    return closed || target.isClosed();
  }

  @Override
  public Connection getConnection() {
    return owner;
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    target.setFetchSize(rows);
    fetchSize = rows;
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    target.setQueryTimeout(seconds);
    queryTimeout = seconds;
  }

  @Override
  public void setMaxRows(int max) throws SQLException {
    target.setMaxRows(max);
    maxRows = max;
  }

  @Override
  public void setLargeMaxRows(long max) throws SQLException {
    target.setLargeMaxRows(max);
    maxRows = max;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : target.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || target.isWrapperFor(type);
  }
}
