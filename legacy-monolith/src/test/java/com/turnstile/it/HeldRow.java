package com.turnstile.it;

import static org.awaitility.Awaitility.await;

import io.matapalo.testkit.mariadb.MariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A row that is locked until this is closed. Used by one thread. */
final class HeldRow implements AutoCloseable {

  private final Connection connection;

  private HeldRow(Connection connection) {
    this.connection = connection;
  }

  static HeldRow of(String table, String condition) throws SQLException {
    MariaDb database = Surroundings.database();
    Connection connection =
        DriverManager.getConnection(
            database.jdbcUrl(Surroundings.DATABASE), database.user(), database.password());
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement
          .executeQuery("select 1 from " + table + " where " + condition + " for update")
          .close();
    }
    return new HeldRow(connection);
  }

  /** Returns once so many transactions wait for a lock, each in a statement such as this. */
  void awaitWaiting(int transactions, String statement) {
    await()
        // The server makes innodb_trx anew only when nobody has read it for 100 ms.
        .pollInterval(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(60))
        .until(() -> waiting(statement).equals(List.of(Integer.toString(transactions))));
  }

  private static List<String> waiting(String statement) throws SQLException {
    return TurnstileRows.query(
        "select count(*) from information_schema.innodb_trx"
            + " where trx_state = 'LOCK WAIT' and trx_query like ?",
        statement + "%");
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}
