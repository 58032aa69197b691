package io.matapalo.recorder.jdbc;

import io.matapalo.recorder.SqlRecorder;
import java.sql.Connection;

/**
 * Wraps connections so that the recorder hears of each statement, commit and rollback, failed ones
 * included: the server did the work. What a driver sends on its own (isolation, autocommit, {@code
 * isValid}) is not seen. Thread-safe; a connection stays as thread-safe as it was.
 */
public final class CountingConnections {

  private CountingConnections() {}

  /** Counts a connection that took {@code nanos} to open; the one to use instead. */
  public static Connection opened(Connection connection, long nanos) {
    BestEffort.run(() -> SqlRecorder.countConnection(nanos));
    return around(connection);
  }

  static Connection around(Connection connection) {
    return new CountingConnection(connection);
  }
}
