package io.matapalo.perf.chain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All rows that one request wrote, table by table, without identities, times and versions, so that
 * two requests can be compared.
 */
final class OrderRows {
  private static final Set<String> IDENTITIES_AND_TIMES =
      Set.of(
          "id",
          "order_id",
          "order_reference",
          "request_id",
          "ticket_number",
          "payment_id",
          "authorisation_code",
          "created_at",
          "occurred_at",
          // The chain is the fast path's alone.
          "stream",
          "stream_no",
          "chain_hash",
          // How often a side updated the row before its commit, which is its own affair.
          "orders.version");

  private OrderRows() {}

  static Map<String, List<String>> of(Connection connection, String requestId) throws SQLException {
    Map<String, List<String>> rows = new TreeMap<>();
    String ofOrder = " WHERE order_id = (SELECT id FROM orders WHERE request_id = ?) ORDER BY ";
    rows.put("orders", select(connection, "SELECT * FROM orders WHERE request_id = ?", requestId));
    rows.put(
        "order_line",
        select(connection, "SELECT * FROM order_line" + ofOrder + "line_no", requestId));
    rows.put(
        "ticket",
        select(connection, "SELECT * FROM ticket" + ofOrder + "line_no, ticket_no", requestId));
    rows.put(
        "ledger_entry",
        select(connection, "SELECT * FROM ledger_entry" + ofOrder + "entry_no", requestId));
    rows.put(
        "audit_record",
        select(
            connection, "SELECT * FROM audit_record WHERE request_id = ? ORDER BY id", requestId));
    return rows;
  }

  /**
   * {@code available} and {@code stock_version} of each ticket type of the event, in order of its
   * id.
   */
  static List<String> stock(Connection connection, String eventCode) throws SQLException {
    return select(
        connection,
        "SELECT s.available, s.version AS stock_version FROM stock s JOIN ticket_type t ON t.id = s.ticket_type_id"
            + " JOIN event e ON e.id = t.event_id WHERE e.code = ? ORDER BY t.id",
        eventCode);
  }

  static boolean areNone(Map<String, List<String>> rows) {
    return rows.values().stream().allMatch(List::isEmpty);
  }

  /**
   * Of each ticket type the tickets in stock, sold and held, which no purchase changes, nor the end
   * of a reservation that a test before has left.
   */
  static List<String> tickets(Connection connection) throws SQLException {
    return select(
        connection,
        """
        SELECT s.ticket_type_id, s.available
          + (SELECT COALESCE(SUM(l.quantity), 0) FROM order_line l JOIN orders o ON o.id = l.order_id
             WHERE l.ticket_type_id = s.ticket_type_id AND o.status <> 'REFUNDED')
          + (SELECT COALESCE(SUM(l.quantity), 0) FROM reservation_line l
               JOIN reservation r ON r.id = l.reservation_id
             WHERE l.ticket_type_id = s.ticket_type_id AND r.status = 'HELD') AS tickets
        FROM stock s ORDER BY s.ticket_type_id\
        """);
  }

  private static List<String> select(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        List<String> rows = new ArrayList<>();
        while (result.next()) {
          rows.add(row(result));
        }
        return rows;
      }
    }
  }

  private static String row(ResultSet result) throws SQLException {
    ResultSetMetaData columns = result.getMetaData();
    StringBuilder row = new StringBuilder();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String name = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
      if (IDENTITIES_AND_TIMES.contains(name)
          || IDENTITIES_AND_TIMES.contains(columns.getTableName(i) + "." + name)) {
        continue;
      }
      String value = String.valueOf(result.getString(i)).replaceAll("T-[0-9A-Z]{16}", "T-…");
      row.append(name).append('=').append(value).append(' ');
    }
    return row.toString();
  }
}
