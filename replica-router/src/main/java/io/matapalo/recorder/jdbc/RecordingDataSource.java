package io.matapalo.recorder.jdbc;

import io.matapalo.jvm.NanoTime;
import io.matapalo.recorder.SqlRecorder;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that tells the recorder of the waits for its connections and, unless their driver
 * does already, of what they run. As thread-safe as the one it is around; that one stays its
 * owner's to close.
 */
public final class RecordingDataSource implements DataSource {

  private final DataSource source;
  private final UnaryOperator<Connection> wrapping;

  private RecordingDataSource(DataSource source, UnaryOperator<Connection> wrapping) {
    this.source = source;
    this.wrapping = wrapping;
  }

  /** For a data source of plain connections, whose driver does not record. */
  public static DataSource around(DataSource source) {
    return new RecordingDataSource(source, CountingConnections::around);
  }

  /** For a pool over {@code jdbc:matapalo:}: only the waits are told. */
  public static DataSource timing(DataSource source) {
    return new RecordingDataSource(source, UnaryOperator.identity());
  }

  @Override
  public Connection getConnection() throws SQLException {
    long before = NanoTime.now();
    return counted(source.getConnection(), before);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    long before = NanoTime.now();
    return counted(source.getConnection(user, password), before);
  }

  private Connection counted(Connection connection, long before) {
    long nanos = NanoTime.now() - before;
    BestEffort.run(() -> SqlRecorder.countBorrowed(nanos));
    return wrapping.apply(connection);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() throws SQLException {
    return source.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    source.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    source.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return source.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return source.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(source) ? type.cast(source) : source.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(source) || source.isWrapperFor(type);
  }
}
