package io.matapalo.router.jdbc;

import io.matapalo.jvm.ForwardingResultSet;
import io.matapalo.router.pinning.RoutedTransaction;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Metadata of the node in use, asked anew with each call. Confined to the connection's thread. */
final class RoutedMetaData extends ForwardingMetaData {

  private final RoutedConnection owner;
  private final RoutedTransaction transaction;

  RoutedMetaData(RoutedConnection owner, RoutedTransaction transaction) {
    this.owner = owner;
    this.transaction = transaction;
  }

  @Override
  DatabaseMetaData known() throws SQLException {
    return owner.anyNode().getMetaData();
  }

  @Override
  SQLException failedAside(SQLException thrown) {
    return transaction.failedAside(thrown);
  }

  /** Catalogue queries are statements: they open a transaction, and fail, as others do. */
  @Override
  ResultSet catalogue(NodeCall<DatabaseMetaData, ResultSet> query) throws SQLException {
    return new DetachedResultSet(
        transaction.isAutoCommit()
            ? query.on(known())
            : owner.within(on -> query.on(on.getMetaData())));
  }

  @Override
  public Connection getConnection() {
    return owner;
  }

  @Override
  public int getDriverMajorVersion() {
    return version(DatabaseMetaData::getDriverMajorVersion);
  }

  @Override
  public int getDriverMinorVersion() {
    return version(DatabaseMetaData::getDriverMinorVersion);
  }

  private int version(ToIntFunction<DatabaseMetaData> part) {
    try {
      return part.applyAsInt(known());
    } catch (SQLException e) {
      // JDBC lets these two throw nothing else.
      throw new IllegalStateException("no node tells its driver's version: " + e.getMessage(), e);
    }
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : known().unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || known().isWrapperFor(type);
  }

  /** A result without a statement: the driver's would lead to the physical connection. */
  private static final class DetachedResultSet extends ForwardingResultSet {
    DetachedResultSet(ResultSet rows) {
      super(rows);
    }

    @Override
    public @Nullable Statement getStatement() {
      return null;
    }
  }
}
