package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.audit.AuditEntry;
import io.matapalo.fastpath.audit.AuditStream;
import io.matapalo.fastpath.rows.Parameters;
import io.matapalo.fastpath.stock.StockStatements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The statements of one booking, on a connection whose transaction the caller owns. The stock rows,
 * which all purchases of an event want, are locked last and for the shortest time. Confined to one
 * attempt.
 */
record BookingStatements(Connection connection, OrderDraft draft, Order order, AuditStream audit) {

  private static final String LINES =
      "INSERT INTO order_line (order_id, line_no, ticket_type_id, quantity, unit_price, amount)"
          + " VALUES ";
  private static final String TICKETS =
      "INSERT INTO ticket (order_id, line_no, ticket_no, ticket_number, status) VALUES ";

  /** All rows but the stock's; the order's id. */
  long insert() throws SQLException {
    long orderId = new OrderStatement(connection, draft, order).insert();
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
