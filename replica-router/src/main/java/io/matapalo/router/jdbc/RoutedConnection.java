package io.matapalo.router.jdbc;

import io.matapalo.router.connection.TransactionState;
import io.matapalo.router.pinning.Pin;
import io.matapalo.router.pinning.RoutedTransaction;
import io.matapalo.router.pinning.Routing;
import io.matapalo.router.pinning.SessionState;
import io.matapalo.router.pinning.SessionValues;
import io.matapalo.router.pinning.SessionValues.NetworkTimeout;
import io.matapalo.router.pinning.SessionValues.Setting;
import java.sql.CallableStatement;
import java.sql.ClientInfoStatus;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a cluster: each transaction runs on the node that is right for it when its first
 * statement is made. Confined to one thread at a time, as connections are, but for {@link #abort}.
 * What the session keeps on a server besides its settings (temporary tables, user variables, locks,
 * {@code LAST_INSERT_ID()}) does not follow to another node.
 */
public final class RoutedConnection extends ForwardingConnection {

  private final SessionState session = new SessionState();
  private final RoutedTransaction transaction;

  private final Runnable closing;

  /** Holds no physical connection until one is needed. */
  public RoutedConnection(Routing routing) {
    this(routing, RoutedConnection::nobodyToTell);
  }

  /** {@code closing} is told of the end, at least once. */
  public RoutedConnection(Routing routing, Runnable closing) {
    this.transaction = new RoutedTransaction(routing, session);
    this.closing = closing;
  }

  private static void nobodyToTell() {}

  RoutedTransaction transaction() {
    return transaction;
  }

  /** Reaches a node at once, so that a wrong password is told when the connection is made. */
  public void connect() throws SQLException {
    transaction.anyPin();
  }

  /** Until a first statement was sent, another node is as good. */
  private <S extends Statement> S make(NodeCall<Connection, S> recipe, Making<S> making)
      throws SQLException {
    while (true) {
      Pin pin = transaction.begin();
      try {
        return making.around(this, pin, recipe.on(pin.physical()), recipe);
      } catch (SQLException e) {
        if (!transaction.mayMove(e, pin)) {
          throw transaction.failed(e, pin);
        }
      }
    }
  }

  private interface Making<S extends Statement> {
    S around(RoutedConnection owner, Pin pin, S target, NodeCall<Connection, S> recipe);
  }

  @Override
  Statement statement(NodeCall<Connection, Statement> recipe) throws SQLException {
    return make(recipe, RoutedStatement::new);
  }

  @Override
  PreparedStatement prepared(NodeCall<Connection, PreparedStatement> recipe) throws SQLException {
    return make(recipe, RoutedPreparedStatement::new);
  }

  @Override
  CallableStatement callable(NodeCall<Connection, CallableStatement> recipe) throws SQLException {
    return make(recipe, RoutedCallableStatement::new);
  }

  @Override
  Connection anyNode() throws SQLException {
    return transaction.anyPin().physical();
  }

  @Override
  SQLException failedAside(SQLException thrown) {
    return transaction.failedAside(thrown);
  }

  @Override
  <T extends @Nullable Object> T within(NodeCall<Connection, T> call) throws SQLException {
    Pin pin = transaction.begin();
    transaction.sending();
    try {
      return call.on(pin.physical());
    } catch (SQLException e) {
      throw transaction.failed(e, pin);
    }
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    transaction.setAutoCommit(autoCommit);
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    transaction.requireOpen();
    return session.autoCommit();
  }

  @Override
  public void commit() throws SQLException {
    transaction.commit();
  }

  @Override
  public void rollback() throws SQLException {
    transaction.rollback();
  }

  @Override
  public void close() {
    transaction.close();
    closing.run();
  }

  @Override
  public boolean isClosed() {
    return transaction.isClosed();
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    transaction.requireOpen();
    return new RoutedMetaData(this, transaction);
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    transaction.setReadOnly(readOnly);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    transaction.requireOpen();
    return session.readOnly();
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    transaction.requireOpen();
    Pin pin = transaction.latestPin();
    try {
      return pin == null || pin.isBroken() ? null : pin.physical().getWarnings();
    } catch (SQLException e) {
      throw failedAside(e);
    }
  }

  @Override
  public void clearWarnings() throws SQLException {
    transaction.requireOpen();
    Pin pin = transaction.latestPin();
    if (pin != null && !pin.isBroken()) {
      pin.physical().clearWarnings();
    }
  }

  @Override
  SessionValues values() {
    return session.values();
  }

  @Override
  void set(SessionValues changed) throws SQLException {
    transaction.requireOpen();
    session.setValues(changed);
    transaction.sessionChanged();
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    set(values().with(Setting.NETWORK_TIMEOUT, new NetworkTimeout(executor, milliseconds)));
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return values().get(Setting.NETWORK_TIMEOUT) instanceof NetworkTimeout wanted
        ? wanted.millis()
        : super.getNetworkTimeout();
  }

  @Override
  public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
    Properties changed = new Properties();
    changed.putAll(values().clientInfo());
    changed.setProperty(name, value == null ? "" : value);
    setClientInfo(changed);
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    try {
      set(values().withClientInfo(properties));
    } catch (SQLClientInfoException e) {
      throw e;
    } catch (SQLException e) {
      throw new SQLClientInfoException(
          e.getMessage(), e.getSQLState(), Map.<String, ClientInfoStatus>of(), e);
    }
  }

  @Override
  public @Nullable String getClientInfo(String name) throws SQLException {
    String wanted = values().clientInfo().get(name);
    return wanted == null ? super.getClientInfo(name) : wanted;
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    Properties known = new Properties();
    Properties physical = super.getClientInfo();
    if (physical != null) {
      known.putAll(physical);
    }
    known.putAll(values().clientInfo());
    return known;
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    within(on -> {
      on.rollback(savepoint);
      return null;
    });
  }

  /**
   * Between transactions: whether the next one can begin on some node, by what is known of the
   * nodes; one that is held is asked. Within a transaction: whether its link lives.
   */
  @Override
  public boolean isValid(int timeout) throws SQLException {
    if (timeout < 0) {
      throw new SQLException("timeout must be 0 or more seconds, was " + timeout);
    }
    return transaction.isValid(timeout == 0 ? DEFAULT_VALID_SECONDS : timeout);
  }

  private static final int DEFAULT_VALID_SECONDS = 2;

  /** From any thread. */
  @Override
  public void abort(Executor executor) throws SQLException {
    transaction.abort(executor);
    closing.run();
  }

  /**
   * {@link TransactionState}, or the driver's own connection of the running transaction: it is
   * pinned with that, and what is done with the driver's connection is not looked at.
   */
  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    if (type == TransactionState.class) {
      return type.cast(transaction);
    }
    return within(on -> on.unwrap(type));
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type == TransactionState.class || anyNode().isWrapperFor(type);
  }
}
