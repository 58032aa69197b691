package io.matapalo.router.failures;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Short ways to ask and tell servers, and to wait until they are where a test needs them. */
final class Session {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(2);

  private Session() {}

  static int update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  /** The first column of the first row. */
  static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new SQLException("no row: " + sql);
      }
      return rows.getString(1);
    }
  }

  static long id(Connection connection) throws SQLException {
    return Long.parseLong(value(connection, "select connection_id()"));
  }

  /** Is a transaction open on it, as its server sees it? */
  static boolean isOpen(Connection connection) throws SQLException {
    return value(connection, "select @@in_transaction").equals("1");
  }

  static long status(Connection connection, String name) throws SQLException {
    return Long.parseLong(
        value(
            connection,
            "select variable_value from information_schema.global_status where variable_name='"
                + name
                + "'"));
  }

  static void until(Callable<Boolean> reached) {
    await().atMost(DEADLINE).pollInterval(POLL).until(reached);
  }

  /** Some session of the server waits for a row lock. */
  static void awaitLockWait(Connection administrator) {
    until(() -> status(administrator, "Innodb_row_lock_current_waits") > 0);
  }

  static void awaitState(Connection administrator, long id, String like) {
    until(() ->
        value(
                administrator,
                "select count(*) from information_schema.processlist where id=%d and state like '%s'"
                    .formatted(id, like))
            .equals("1"));
  }

  /** Ends a session as its server's administrator does, and waits until it is gone. */
  static void kill(Connection administrator, long id) throws SQLException {
    update(administrator, "kill connection " + id);
    awaitGone(administrator, id);
  }

  static void awaitGone(Connection administrator, long id) {
    until(() ->
        value(administrator, "select count(*) from information_schema.processlist where id=" + id)
            .equals("0"));
  }

  /** Runs it on a thread of its own. */
  static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }
}
