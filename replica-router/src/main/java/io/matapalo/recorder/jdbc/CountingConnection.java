package io.matapalo.recorder.jdbc;

import io.matapalo.jvm.NanoTime;
import io.matapalo.recorder.SqlRecorder;
import io.matapalo.recorder.counting.Execution;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A connection whose statements and transactions are counted. As thread-safe as the driver's. */
final class CountingConnection extends ForwardingConnection {

  CountingConnection(Connection target) {
    super(target);
  }

  /** A call that sends one statement. */
  private interface Sending<T extends @Nullable Object> {
    T on(Connection target) throws SQLException;
  }

  @Override
  Statement statement(Statement made) {
    return new CountingStatement(this, made, "");
  }

  @Override
  PreparedStatement prepared(PreparedStatement made, String sql) {
    return new CountingPreparedStatement(this, made, sql);
  }

  @Override
  CallableStatement callable(CallableStatement made, String sql) {
    return new CountingCallableStatement(this, made, sql);
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    return new MetaData(this, target().getMetaData());
  }

  @Override
  public void commit() throws SQLException {
    try {
      target().commit();
    } finally {
      BestEffort.run(SqlRecorder::countCommit);
    }
  }

  @Override
  public void rollback() throws SQLException {
    try {
      target().rollback();
    } finally {
      BestEffort.run(SqlRecorder::countRollback);
    }
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    counted(
        "rollback to savepoint",
        on -> {
          on.rollback(savepoint);
          return null;
        });
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return counted("savepoint", Connection::setSavepoint);
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return counted("savepoint", on -> on.setSavepoint(name));
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    counted(
        "release savepoint",
        on -> {
          on.releaseSavepoint(savepoint);
          return null;
        });
  }

  private <T extends @Nullable Object> T counted(String text, Sending<T> call) throws SQLException {
    long began = NanoTime.now();
    Execution.Kind kind = Execution.Kind.ALONE;
    try {
      return call.on(target());
    } catch (SQLException e) {
      kind = Execution.Kind.FAILED;
      throw e;
    } finally {
      Execution.Kind told = kind;
      long nanos = NanoTime.now() - began;
      BestEffort.run(() -> SqlRecorder.executed(text, 0, told, 0, nanos));
    }
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    return type.isInstance(target()) ? type.cast(target()) : target().unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(target()) || target().isWrapperFor(type);
  }

  /**
   * Metadata that leads back to the counted connection. What the driver asks the server for it is
   * not counted, because only the driver knows how many questions that takes.
   */
  private static final class MetaData extends ForwardingMetaData {

    private final CountingConnection owner;

    MetaData(CountingConnection owner, DatabaseMetaData target) {
      super(target);
      this.owner = owner;
    }

    @Override
    public Connection getConnection() {
      return owner;
    }

    @Override
    ResultSet catalogue(ResultSet rows) throws SQLException {
      Statement made = rows.getStatement();
      return new CountingResultSet(
          rows, made == null ? null : new CountingStatement(owner, made, ""), null);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      if (type.isInstance(this)) {
        return type.cast(this);
      }
      return type.isInstance(target()) ? type.cast(target()) : target().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
      return type.isInstance(this) || type.isInstance(target()) || target().isWrapperFor(type);
    }
  }
}
