package io.matapalo.recorder.jdbc;

import io.matapalo.jvm.NanoTime;
import io.matapalo.recorder.SqlRecorder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * A data source that tells the recorder of the waits for its connections and, unless their driver
 * does already, of what they run. As thread-safe as the one it is around; that one stays its
 * owner's to close.
 */
public final class RecordingDataSource extends ForwardingDataSource {

  private final UnaryOperator<Connection> wrapping;

  private RecordingDataSource(DataSource source, UnaryOperator<Connection> wrapping) {
    super(source);
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
    return counted(source().getConnection(), before);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    long before = NanoTime.now();
    return counted(source().getConnection(user, password), before);
  }

  private Connection counted(Connection connection, long before) {
    long nanos = NanoTime.now() - before;
    BestEffort.run(() -> SqlRecorder.countBorrowed(nanos));
    return wrapping.apply(connection);
  }
}
