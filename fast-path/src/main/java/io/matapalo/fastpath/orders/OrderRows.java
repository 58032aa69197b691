package io.matapalo.fastpath.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Orders in the database: two statements for one, whatever its size. Blocks. Thread-safe. */
public final class OrderRows {

  private static final String SELECT =
      """
      SELECT o.id, o.order_reference, o.request_id, o.request_digest, o.customer_id, o.status,
             o.currency, o.subtotal, o.fees, o.tax, o.card_last_four, o.payment_id,
             o.authorisation_code, o.created_at, e.code AS event_code, e.name AS event_name,
             l.line_no, t.code AS type_code, l.quantity, l.unit_price, l.amount
      FROM orders o
      JOIN event e ON e.id = o.event_id
      JOIN order_line l ON l.order_id = o.id
      JOIN ticket_type t ON t.id = l.ticket_type_id
      """;
  private static final String BY_REFERENCE =
      SELECT + "WHERE o.order_reference = ? ORDER BY l.line_no";
  private static final String BY_REQUEST = SELECT + "WHERE o.request_id = ? ORDER BY l.line_no";
  private static final String TICKETS =
      "SELECT line_no, ticket_number FROM ticket WHERE order_id = ? ORDER BY line_no, ticket_no";

  private final DataSource dataSource;

  public OrderRows(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The order with exactly this reference. */
  public Optional<Order> findByReference(String reference) throws SQLException {
    return find(BY_REFERENCE, reference)
        .map(StoredOrder::order)
        .filter(order -> order.orderReference().equals(reference));
  }

  /** The order that holds this request id; the database compares without case. */
  public Optional<StoredOrder> findByRequestId(String requestId) throws SQLException {
    return find(BY_REQUEST, requestId);
  }

  private Optional<StoredOrder> find(String sql, String value) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, value);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(read(row, connection)) : Optional.empty();
      }
    }
  }

  private static StoredOrder read(ResultSet row, Connection connection) throws SQLException {
    long id = row.getLong("id");
    Map<Integer, List<String>> tickets = tickets(id, connection);
    return new StoredOrder(
        id,
        row.getString("request_digest"),
        row.getString("payment_id"),
        new Order(
            row.getString("order_reference"),
            row.getString("request_id"),
            row.getLong("customer_id"),
            row.getString("event_code"),
            row.getString("event_name"),
            row.getString("status"),
            row.getString("currency"),
            new Order.Totals(
                row.getBigDecimal("subtotal"), row.getBigDecimal("fees"), row.getBigDecimal("tax")),
            row.getString("card_last_four"),
            row.getString("authorisation_code"),
            row.getObject("created_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
            lines(row, tickets)));
  }

  private static List<OrderLine> lines(ResultSet row, Map<Integer, List<String>> tickets)
      throws SQLException {
    List<OrderLine> lines = new ArrayList<>();
    do {
      lines.add(
          new OrderLine(
              row.getString("type_code"),
              row.getInt("quantity"),
              row.getBigDecimal("unit_price"),
              row.getBigDecimal("amount"),
              tickets.getOrDefault(row.getInt("line_no"), List.of())));
    } while (row.next());
    return lines;
  }

  private static Map<Integer, List<String>> tickets(long orderId, Connection connection)
      throws SQLException {
    Map<Integer, List<String>> byLine = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(TICKETS)) {
      select.setLong(1, orderId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          byLine
              .computeIfAbsent(row.getInt("line_no"), line -> new ArrayList<>())
              .add(row.getString("ticket_number"));
        }
      }
    }
    return byLine;
  }
}
