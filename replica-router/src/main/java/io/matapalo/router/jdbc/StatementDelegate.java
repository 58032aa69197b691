package io.matapalo.router.jdbc;

import io.matapalo.jvm.LogNames;
import io.matapalo.router.pinning.Pin;
import io.matapalo.router.pinning.RoutedTransaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
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
  private final Recipe<S> recipe;
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

  /** Makes a statement on a physical connection. */
  interface Recipe<S extends Statement> {
    S on(Connection physical) throws SQLException;
  }

  StatementDelegate(RoutedConnection owner, Pin pin, S target, Recipe<S> recipe) {
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

  final ResultSet results(ResultSet rows) {
    return new RoutedResultSet(rows, this, epoch);
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
          "this statement was made on node "
              + pin.node().name()
              + " and carries values or settings from there, the transaction runs on node "
              + now.node().name()
              + "; make the statement again",
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

  /** From any thread. */
  @Override
  public void cancel() throws SQLException {
    target.cancel();
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
  public String enquoteLiteral(String val) throws SQLException {
    return target.enquoteLiteral(val);
  }

  @Override
  public String enquoteIdentifier(String identifier, boolean alwaysQuote) throws SQLException {
    return target.enquoteIdentifier(identifier, alwaysQuote);
  }

  @Override
  public boolean isSimpleIdentifier(String identifier) throws SQLException {
    return target.isSimpleIdentifier(identifier);
  }

  @Override
  public String enquoteNCharLiteral(String val) throws SQLException {
    return target.enquoteNCharLiteral(val);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : target.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || target.isWrapperFor(type);
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    S running = ready();
    try {
      ResultSet result = running.executeQuery(sql);
      executed();
      return results(result);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public int executeUpdate(String sql) throws SQLException {
    S running = ready();
    try {
      int result = running.executeUpdate(sql);
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    return target.getMaxFieldSize();
  }

  @Override
  public void setMaxFieldSize(int max) throws SQLException {
    particular().setMaxFieldSize(max);
  }

  @Override
  public int getMaxRows() throws SQLException {
    return target.getMaxRows();
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    particular().setEscapeProcessing(enable);
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    return target.getQueryTimeout();
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    return target.getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    target.clearWarnings();
  }

  @Override
  public void setCursorName(String name) throws SQLException {
    particular().setCursorName(name);
  }

  @Override
  public boolean execute(String sql) throws SQLException {
    S running = ready();
    try {
      boolean result = running.execute(sql);
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    try {
      ResultSet rows = target.getResultSet();
      return rows == null ? null : results(rows);
    } catch (SQLException e) {
      throw failedLater(e);
    }
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return target.getUpdateCount();
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    try {
      return target.getMoreResults();
    } catch (SQLException e) {
      throw failedLater(e);
    }
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    particular().setFetchDirection(direction);
  }

  @Override
  public int getFetchDirection() throws SQLException {
    return target.getFetchDirection();
  }

  @Override
  public int getFetchSize() throws SQLException {
    return target.getFetchSize();
  }

  @Override
  public int getResultSetConcurrency() throws SQLException {
    return target.getResultSetConcurrency();
  }

  @Override
  public int getResultSetType() throws SQLException {
    return target.getResultSetType();
  }

  @Override
  public void addBatch(String sql) throws SQLException {
    batching().addBatch(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    unbatched().clearBatch();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    S running = readyBatch();
    try {
      int[] result = running.executeBatch();
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    try {
      return target.getMoreResults(current);
    } catch (SQLException e) {
      throw failedLater(e);
    }
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    try {
      return results(target.getGeneratedKeys());
    } catch (SQLException e) {
      throw failedLater(e);
    }
  }

  @Override
  public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
    S running = ready();
    try {
      int result = running.executeUpdate(sql, autoGeneratedKeys);
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
    S running = ready();
    try {
      int result = running.executeUpdate(sql, columnIndexes);
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public int executeUpdate(String sql, String[] columnNames) throws SQLException {
    S running = ready();
    try {
      int result = running.executeUpdate(sql, columnNames);
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
    S running = ready();
    try {
      boolean result = running.execute(sql, autoGeneratedKeys);
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean execute(String sql, int[] columnIndexes) throws SQLException {
    S running = ready();
    try {
      boolean result = running.execute(sql, columnIndexes);
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean execute(String sql, String[] columnNames) throws SQLException {
    S running = ready();
    try {
      boolean result = running.execute(sql, columnNames);
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    return target.getResultSetHoldability();
  }

  @Override
  public void setPoolable(boolean poolable) throws SQLException {
    particular().setPoolable(poolable);
  }

  @Override
  public boolean isPoolable() throws SQLException {
    return target.isPoolable();
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    particular().closeOnCompletion();
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    return target.isCloseOnCompletion();
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    return target.getLargeUpdateCount();
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    return target.getLargeMaxRows();
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    S running = readyBatch();
    try {
      long[] result = running.executeLargeBatch();
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    S running = ready();
    try {
      long result = running.executeLargeUpdate(sql);
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
    S running = ready();
    try {
      long result = running.executeLargeUpdate(sql, autoGeneratedKeys);
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
    S running = ready();
    try {
      long result = running.executeLargeUpdate(sql, columnIndexes);
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
    S running = ready();
    try {
      long result = running.executeLargeUpdate(sql, columnNames);
      executed();
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
