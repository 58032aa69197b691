package io.matapalo.fastpath;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Sells one ticket by the monolith's statements, in its order and with its locks; for tests. */
final class MonolithsWay {

  private static final String ORDER =
      "INSERT INTO orders (order_reference, request_id, request_digest, customer_id, event_id,"
          + " status, currency, subtotal, fees, tax, total, card_last_four, payment_id,"
          + " authorisation_code, created_at) VALUES (?, ?, REPEAT('d', 64), 7, ?, 'PAID', 'EUR',"
          + " 1, 0, 0, 1, '1111', 'pay_monolith', 'code', NOW(3))";

  private MonolithsWay() {}

  /** Whether there was one left. */
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
