package com.turnstile.it;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Rows held on a connection of the test's own, and the transactions that wait for them. */
final class LockWaits {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(150);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private LockWaits() {}

  /** Locks the stock of these ticket types until the connection commits. */
  static void hold(Connection connection, long... ticketTypeIds) throws SQLException {
    connection.setAutoCommit(false);
    for (long id : ticketTypeIds) {
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "select available from stock where ticket_type_id = " + id + " for update")) {
        row.next();
      }
    }
  }

  /** Returns once so many transactions wait for a lock; asks through another connection. */
  static void await(Connection observer, int waiting) throws SQLException {
    long began = System.nanoTime();
    while (waiting(observer) < waiting) {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "fewer than " + waiting + " transactions wait for a lock after " + PATIENCE);
      }
      // Often enough for a test, and no load of its own.
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  /**
   * Not from {@code information_schema.innodb_trx}: the server makes that table anew only when
   * nobody has read it for 100 ms, so that who asks again at once sees the old one for ever.
   */
  private static int waiting(Connection observer) throws SQLException {
    try (Statement statement = observer.createStatement();
        ResultSet count =
            statement.executeQuery("show global status like 'Innodb_row_lock_current_waits'")) {
      count.next();
      return count.getInt("Value");
    }
  }
}
