package io.matapalo.fastpath;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Does what the monolith does by its statements, in its order and with its locks; for tests. */
final class MonolithsWay {

  private static final String ORDER =
      "INSERT INTO orders (order_reference, request_id, request_digest, customer_id, event_id,"
          + " status, currency, subtotal, fees, tax, total, card_last_four, payment_id,"
          + " authorisation_code, created_at) VALUES (?, ?, REPEAT('d', 64), 7, ?, 'PAID', 'EUR',"
          + " 1, 0, 0, 1, '1111', 'pay_monolith', 'code', NOW(3))";

  private MonolithsWay() {}

  /** Sells one ticket; whether there was one left. */
  static boolean sells(TurnstileStack stack, String requestId, long eventId, long ticketTypeId)
      throws SQLException {
    try (Connection connection = stack.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      String stock = "SELECT available, version FROM stock WHERE ticket_type_id = " + ticketTypeId;
      read(statement, stock);
      long orderId = insertOrder(connection, requestId, eventId);
      long[] left = read(statement, stock + " FOR UPDATE");
      if (left[0] < 1) {
        connection.rollback();
        return false;
      }
      statement.executeUpdate(
          "INSERT INTO order_line (order_id, line_no, ticket_type_id, quantity, unit_price, amount)"
              + " VALUES (%d, 1, %d, 1, 1, 1)".formatted(orderId, ticketTypeId));
      int changed =
          statement.executeUpdate(
              "UPDATE stock SET available = %d, version = %d WHERE ticket_type_id = %d AND version = %d"
                  .formatted(left[0] - 1, left[1] + 1, ticketTypeId, left[1]));
      connection.commit();
      return changed == 1;
    }
  }

  /** Gives back all that is overdue, in one transaction, as whoever reserves does. */
  static void givesBackOverdue(TurnstileStack stack) throws SQLException {
    List<String> overdue =
        stack.rows("SELECT id FROM reservation WHERE status = 'HELD' AND expires_at <= NOW(3)");
    try (Connection connection = stack.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String id : overdue) {
        String reservation = " FROM reservation WHERE status = 'HELD' AND id = " + id;
        if (!hasRow(statement, "SELECT id" + reservation + " FOR UPDATE")) {
          continue;
        }
        for (String line :
            stack.rows(
                "SELECT ticket_type_id, quantity FROM reservation_line WHERE reservation_id = ?"
                    + " ORDER BY line_no",
                id)) {
          String[] typeAndQuantity = line.split("\\|", -1);
          String ofType = " WHERE ticket_type_id = " + typeAndQuantity[0];
          long[] left =
              read(statement, "SELECT available, version FROM stock" + ofType + " FOR UPDATE");
          statement.executeUpdate(
              "UPDATE stock SET available = %d, version = %d%s"
                  .formatted(left[0] + Long.parseLong(typeAndQuantity[1]), left[1] + 1, ofType));
        }
        statement.executeUpdate(
            "UPDATE reservation SET status = 'EXPIRED', version = version + 1 WHERE id = " + id);
      }
      connection.commit();
    }
  }

  private static boolean hasRow(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next();
    }
  }

  private static long insertOrder(Connection connection, String requestId, long eventId)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(ORDER, Statement.RETURN_GENERATED_KEYS)) {
      insert.setString(1, "T-" + requestId);
      insert.setString(2, requestId);
      insert.setLong(3, eventId);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  private static long[] read(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return new long[] {row.getLong(1), row.getLong(2)};
    }
  }
}
