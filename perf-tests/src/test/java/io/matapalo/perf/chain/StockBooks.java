package io.matapalo.perf.chain;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The books of a run: stock against orders, reservations and changes by hand; each order against
 * its lines, tickets, ledger, audit trail and charge. Confined to one thread.
 *
 * @param run request ids begin with it and a dash
 */
record StockBooks(Chain chain, Connection connection, String run) {
  /**
   * Of each ticket type the tickets in stock, sold and held, less those that were added by hand:
   * which nobody changes.
   */
  private static final String TICKETS =
      """
      SELECT CONCAT(e.code, ' ', t.code), s.available
        + (SELECT COALESCE(SUM(l.quantity), 0) FROM order_line l JOIN orders o ON o.id = l.order_id
           WHERE l.ticket_type_id = t.id AND o.status <> 'REFUNDED')
        + (SELECT COALESCE(SUM(l.quantity), 0) FROM reservation_line l
             JOIN reservation r ON r.id = l.reservation_id
           WHERE l.ticket_type_id = t.id AND r.status = 'HELD')
        - (SELECT COALESCE(SUM(h.quantity), 0) FROM stock_by_hand h WHERE h.ticket_type_id = t.id)
      FROM stock s JOIN ticket_type t ON t.id = s.ticket_type_id JOIN event e ON e.id = t.event_id
      ORDER BY t.id\
      """;

  /** Each finds rows that should not be. */
  private static final Map<String, String> WRONG =
      Map.of(
          "negative stock",
          "SELECT ticket_type_id, available FROM stock WHERE available < 0",
          "order neither paid nor refunded",
          "SELECT o.request_id, o.status FROM orders o WHERE #run"
              + " AND o.status NOT IN ('PAID', 'REFUNDED')",
          "order that is not the sum of its lines",
          """
          SELECT o.request_id, o.total, SUM(l.amount)
          FROM orders o LEFT JOIN order_line l ON l.order_id = o.id WHERE #run GROUP BY o.id
          HAVING COUNT(l.id) = 0 OR SUM(l.amount) <> MAX(o.subtotal)
            OR MAX(o.subtotal + o.fees + o.tax) <> MAX(o.total)\
          """,
          "line that is not its tickets",
          """
          SELECT o.request_id, l.line_no, l.quantity, COUNT(t.id)
          FROM orders o JOIN order_line l ON l.order_id = o.id
          LEFT JOIN ticket t ON t.order_id = o.id AND t.line_no = l.line_no
          WHERE #run GROUP BY l.id
          HAVING COUNT(t.id) <> MAX(l.quantity)
            OR SUM(t.status <> IF(o.status = 'REFUNDED', 'VOID', 'VALID')) > 0\
          """,
          "ledger that is not its order",
          """
          SELECT o.request_id, o.status, o.total, COUNT(g.id), SUM(g.debit), SUM(g.credit)
          FROM orders o LEFT JOIN ledger_entry g ON g.order_id = o.id WHERE #run GROUP BY o.id
          HAVING COUNT(g.id) <> MAX(IF(o.status = 'REFUNDED', 8, 4))
            OR SUM(g.debit) <> SUM(g.credit)
            OR SUM(IF(g.account = 'CARD_CLEARING', g.debit - g.credit, 0))
               <> MAX(IF(o.status = 'REFUNDED', 0, o.total))\
          """,
          "audit trail that is not its order",
          """
          SELECT o.request_id, o.status, COUNT(a.id)
          FROM orders o LEFT JOIN audit_record a ON a.request_id = o.request_id
          WHERE #run GROUP BY o.id
          HAVING COALESCE(SUM(a.action = 'PURCHASE_ACCEPTED'), 0) <> 1
            OR COALESCE(SUM(a.action = 'ORDER_REFUNDED'), 0) <> MAX(o.status = 'REFUNDED')\
          """,
          "payment of two orders",
          "SELECT o.payment_id, COUNT(*) FROM orders o WHERE #run"
              + " GROUP BY o.payment_id HAVING COUNT(*) > 1",
          "reservation without lines or of no known status",
          """
          SELECT o.request_id, o.status
          FROM reservation o LEFT JOIN reservation_line l ON l.reservation_id = o.id
          WHERE #run GROUP BY o.id
          HAVING COUNT(l.id) = 0 OR MAX(o.status NOT IN ('HELD', 'RELEASED', 'EXPIRED'))\
          """);

  /** See {@link #TICKETS}. */
  List<String> tickets() throws SQLException {
    return rows(TICKETS);
  }

  /** What is wrong with stock, orders and reservations, each row with the rule that it breaks. */
  List<String> wrong() throws SQLException {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, String> rule : WRONG.entrySet()) {
      String sql = rule.getValue().replace("#run", "o.request_id LIKE '" + run + "-%'");
      rows(sql).forEach(row -> wrong.add(rule.getKey() + ": " + row));
    }
    return wrong;
  }

  /** Orders whose payment the provider does not have in their status and amount. */
  List<String> wronglyCharged() throws SQLException, IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    for (String order :
        rows(
            "SELECT payment_id, status, total FROM orders WHERE request_id LIKE '" + run + "-%'")) {
      String payment = chain.payment(order.substring(0, order.indexOf('|')));
      if (!payment.equals(order.replace("|PAID|", "|CAPTURED|"))) {
        wrong.add("order " + order + ", payment " + payment);
      }
    }
    return wrong;
  }

  /** Request ids of the run that have an order or a reservation. */
  List<String> booked() throws SQLException {
    return rows(
        "SELECT request_id FROM orders WHERE request_id LIKE '%1$s-%%' UNION ALL SELECT request_id FROM reservation WHERE request_id LIKE '%1$s-%%'"
            .formatted(run));
  }

  long orders() throws SQLException {
    return rows("SELECT id FROM orders WHERE request_id LIKE '" + run + "-%'").size();
  }

  /** Reservations of the run in a status. */
  long reservations(String status) throws SQLException {
    return rows("SELECT id FROM reservation WHERE status = '%s' AND request_id LIKE '%s-%%'"
            .formatted(status, run))
        .size();
  }

  /** Orders of anybody that wait for their capture. */
  long authorised() throws SQLException {
    return rows("SELECT id FROM orders WHERE status = 'AUTHORISED'").size();
  }

  /** Each row as its columns joined by a bar. */
  private List<String> rows(String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join("|", columns));
      }
      return rows;
    }
  }
}
