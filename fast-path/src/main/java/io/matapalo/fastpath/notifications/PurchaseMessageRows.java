package io.matapalo.fastpath.notifications;

import io.matapalo.fastpath.notifications.PurchaseMessage.Content;
import io.matapalo.fastpath.notifications.PurchaseMessage.Part;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The message of an order that somebody else booked: one statement. Blocks. Thread-safe. */
public final class PurchaseMessageRows {

  private static final String SELECT =
      """
      SELECT o.order_reference, o.total, o.currency, e.name AS event_name, c.name, c.email,
             t.code, l.quantity
      FROM orders o
      JOIN customer c ON c.id = o.customer_id
      JOIN event e ON e.id = o.event_id
      JOIN order_line l ON l.order_id = o.id
      JOIN ticket_type t ON t.id = l.ticket_type_id
      WHERE o.id = ? ORDER BY l.line_no\
      """;

  private final DataSource dataSource;

  public PurchaseMessageRows(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Empty when there is no such order. */
  public Optional<PurchaseMessage> find(long orderId) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setLong(1, orderId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    }
  }

  private static PurchaseMessage read(ResultSet row) throws SQLException {
    Recipient recipient = new Recipient(row.getString("email"), row.getString("name"));
    String reference = row.getString("order_reference");
    String eventName = row.getString("event_name");
    String currency = row.getString("currency");
    List<Part> parts = new ArrayList<>();
    BigDecimal total = row.getBigDecimal("total");
    do {
      parts.add(new Part(row.getString("code"), row.getInt("quantity")));
    } while (row.next());
    return PurchaseMessage.of(new Content(reference, eventName, parts, total, currency), recipient);
  }
}
