package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.audit.AuditEntry;
import io.matapalo.fastpath.audit.AuditStream;
import io.matapalo.fastpath.rows.Parameters;
import io.matapalo.fastpath.stock.StockStatements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The statements of one booking, on a connection whose transaction the caller owns. The stock rows,
 * which all purchases of an event want, are locked last and for the shortest time. Confined to one
 * attempt.
 */
record BookingStatements(Connection connection, OrderDraft draft, Order order, AuditStream audit) {

  private static final String ORDER =
      """
      INSERT INTO orders (order_reference, request_id, request_digest, customer_id, event_id, status,
        currency, subtotal, fees, tax, total, card_last_four, payment_id, authorisation_code, created_at)
      VALUES (?, ?, ?, ?, ?, 'AUTHORISED', ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;
  private static final String LINES =
      "INSERT INTO order_line (order_id, line_no, ticket_type_id, quantity, unit_price, amount)"
          + " VALUES ";
  private static final String TICKETS =
      "INSERT INTO ticket (order_id, line_no, ticket_no, ticket_number, status) VALUES ";

  /** All rows but the stock's; the order's id. */
  long insert() throws SQLException {
    long orderId = insertOrder();
    insertLines(orderId);
    insertTickets(orderId);
    new LedgerStatement(connection).book(orderId, order);
    audit.insert(connection, accepted());
    return orderId;
  }

  private AuditEntry accepted() {
    String detail =
        "order=%s total=%s tickets=%d"
            .formatted(
                order.orderReference(), order.totals().total().toPlainString(), draft.tickets());
    return AuditEntry.accepted(order.createdAt(), order.customerId(), order.requestId(), detail);
  }

  /** Whether there were enough tickets; if not, the transaction must be rolled back. */
  boolean takeFromStock() throws SQLException {
    return new StockStatements(connection).take(draft.stock());
  }

  private long insertOrder() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(ORDER, Statement.RETURN_GENERATED_KEYS)) {
      Parameters parameters = new Parameters(insert);
      parameters.text(order.orderReference()).text(order.requestId());
      parameters.text(draft.buyer().requestDigest()).number(order.customerId());
      parameters.number(draft.event().id()).text(order.currency());
      parameters.amount(order.totals().subtotal()).amount(order.totals().fees());
      parameters.amount(order.totals().tax()).amount(order.totals().total());
      parameters.text(order.cardLastFour()).text(draft.payment().paymentId());
      parameters.text(order.authorisationCode());
      parameters.time(order.createdAt());
      insert.executeUpdate();
      return generatedKey(insert);
    }
  }

  private static long generatedKey(PreparedStatement insert) throws SQLException {
    try (ResultSet keys = insert.getGeneratedKeys()) {
      if (!keys.next()) {
        throw new SQLException("the database gave no id for an order");
      }
      return keys.getLong(1);
    }
  }

  private void insertLines(long orderId) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(LINES + Parameters.rows(6, draft.lines().size()))) {
      Parameters parameters = new Parameters(insert);
      int lineNo = 1;
      for (OrderDraft.Line line : draft.lines()) {
        parameters.number(orderId).number(lineNo++).number(line.type().id());
        parameters.number(line.quantity()).amount(line.type().unitPrice()).amount(line.amount());
      }
      insert.executeUpdate();
    }
  }

  private void insertTickets(long orderId) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(TICKETS + Parameters.rows(5, draft.tickets()))) {
      Parameters parameters = new Parameters(insert);
      int lineNo = 1;
      for (OrderLine line : order.lines()) {
        int ticketNo = 1;
        for (String number : line.ticketNumbers()) {
          parameters.number(orderId).number(lineNo).number(ticketNo++).text(number).text("VALID");
        }
        lineNo++;
      }
      insert.executeUpdate();
    }
  }
}
