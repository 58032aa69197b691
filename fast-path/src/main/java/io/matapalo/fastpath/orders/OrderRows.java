package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Query;
import io.matapalo.fastpath.rows.RowTimes;
import io.matapalo.fastpath.stock.StockCount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Orders in the database: one statement for one, whatever its size. Blocks. Thread-safe. */
public final class OrderRows {

  private static final String SELECT =
      """
      SELECT o.id, o.order_reference, o.request_id, o.request_digest, o.customer_id, o.status,
             o.currency, o.subtotal, o.fees, o.tax, o.card_last_four, o.payment_id,
             o.authorisation_code, o.created_at, e.code AS event_code, e.name AS event_name,
             l.line_no, l.ticket_type_id, t.code AS type_code, l.quantity, l.unit_price, l.amount,
             k.ticket_number
      FROM orders o
      JOIN event e ON e.id = o.event_id
      JOIN order_line l ON l.order_id = o.id
      JOIN ticket_type t ON t.id = l.ticket_type_id
      LEFT JOIN ticket k ON k.order_id = o.id AND k.line_no = l.line_no
      """;
  private static final String IN_ORDER = " ORDER BY l.line_no, k.ticket_no";
  private static final Query BY_REFERENCE =
      new Query("orders.by-reference", SELECT + "WHERE o.order_reference = ?" + IN_ORDER);
  private static final Query BY_REQUEST =
      new Query("orders.by-request", SELECT + "WHERE o.request_id = ?" + IN_ORDER);

  private final Database database;

  public OrderRows(Database database) {
    this.database = database;
  }

  /** The order with exactly this reference. */
  public Optional<StoredOrder> findByReference(String reference) throws SQLException {
    return find(BY_REFERENCE, reference)
        .filter(found -> found.order().orderReference().equals(reference));
  }

  /** The order that holds this request id; the database compares without case. */
  public Optional<StoredOrder> findByRequestId(String requestId) throws SQLException {
    return find(BY_REQUEST, requestId);
  }

  private Optional<StoredOrder> find(Query query, String value) throws SQLException {
    return database.read(
        query,
        parameters -> parameters.text(value),
        row -> row.next() ? Optional.of(read(row)) : Optional.empty());
  }

  private static StoredOrder read(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    String digest = row.getString("request_digest");
    String paymentId = row.getString("payment_id");
    Order head = head(row);
    List<OrderLine> lines = new ArrayList<>();
    List<StockCount> stock = new ArrayList<>();
    boolean more = true;
    while (more) {
      int lineNo = row.getInt("line_no");
      stock.add(new StockCount(row.getLong("ticket_type_id"), row.getInt("quantity")));
      OrderLine line = line(row);
      List<String> tickets = new ArrayList<>();
      do {
        String number = row.getString("ticket_number");
        if (number != null) {
          tickets.add(number);
        }
        more = row.next();
      } while (more && row.getInt("line_no") == lineNo);
      lines.add(line.with(tickets));
    }
    return new StoredOrder(id, digest, paymentId, head.with(lines), stock);
  }

  private static Order head(ResultSet row) throws SQLException {
    return new Order(
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
        RowTimes.read(row, "created_at"),
        List.of());
  }

  private static OrderLine line(ResultSet row) throws SQLException {
    return new OrderLine(
        row.getString("type_code"),
        row.getInt("quantity"),
        row.getBigDecimal("unit_price"),
        row.getBigDecimal("amount"),
        List.of());
  }
}
