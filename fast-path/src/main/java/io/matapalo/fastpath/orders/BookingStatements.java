package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.audit.AuditEntry;
import io.matapalo.fastpath.audit.AuditStream;
import io.matapalo.fastpath.rows.Parameters;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The statements of one booking, on a connection whose transaction the caller owns. The stock rows,
 * which all purchases of an event want, are locked last and for the shortest time, in the order of
 * their ids so that two bookings cannot wait for each other. Confined to one attempt.
 */
record BookingStatements(
    Connection connection, OrderDraft draft, Order order, AuditStream audit) {

  private static final String ORDER =
      """
      INSERT INTO orders (order_reference, request_id, request_digest, customer_id, event_id, status,
        currency, subtotal, fees, tax, total, card_last_four, payment_id, authorisation_code, created_at)
      VALUES (?, ?, ?, ?, ?, 'AUTHORISED', ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;
  private static final String LINES =
      "INSERT INTO order_line (order_id, line_no, ticket_type_id, quantity, unit_price, amount) VALUES ";
  private static final String TICKETS =
      "INSERT INTO ticket (order_id, line_no, ticket_no, ticket_number, status) VALUES ";
  private static final String LEDGER =
      "INSERT INTO ledger_entry (order_id, entry_no, account, debit, credit, currency) VALUES ";
  private static final String STOCK =
      """
      UPDATE stock SET available = available - ?, version = version + 1
      WHERE ticket_type_id = ? AND available >= ?\
      """;
  private static final BigDecimal NOTHING = new BigDecimal("0.00");

  /** All rows but the stock's; the order's id. */
  long insert() throws SQLException {
    long orderId = insertOrder();
    insertLines(orderId);
    insertTickets(orderId);
    insertLedger(orderId);
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

  /** Takes the tickets from stock; the first ticket type that has too few of them, if any. */
  Optional<String> takeFromStock() throws SQLException {
    List<OrderDraft.Line> byId =
        draft.lines().stream().sorted(Comparator.comparingLong(line -> line.type().id())).toList();
    try (PreparedStatement update = connection.prepareStatement(STOCK)) {
      for (OrderDraft.Line line : byId) {
        update.setInt(1, line.quantity());
        update.setLong(2, line.type().id());
        update.setInt(3, line.quantity());
        if (update.executeUpdate() == 0) {
          return Optional.of(line.type().code());
        }
      }
    }
    return Optional.empty();
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
        connection.prepareStatement(LINES + rows(6, draft.lines().size()))) {
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
        connection.prepareStatement(TICKETS + rows(5, draft.tickets()))) {
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

  private void insertLedger(long orderId) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(LEDGER + rows(6, 4))) {
      Parameters parameters = new Parameters(insert);
      Order.Totals totals = order.totals();
      entry(parameters.number(orderId).number(1), "CARD_CLEARING", totals.total(), NOTHING);
      entry(parameters.number(orderId).number(2), "TICKET_REVENUE", NOTHING, totals.subtotal());
      entry(parameters.number(orderId).number(3), "FEE_REVENUE", NOTHING, totals.fees());
      entry(parameters.number(orderId).number(4), "TAX_PAYABLE", NOTHING, totals.tax());
      insert.executeUpdate();
    }
  }

  private void entry(Parameters parameters, String account, BigDecimal debit, BigDecimal credit)
      throws SQLException {
    parameters.text(account).amount(debit).amount(credit).text(order.currency());
  }

  private static String rows(int columns, int rows) {
    String row = "(" + String.join(",", Collections.nCopies(columns, "?")) + ")";
    return String.join(",", Collections.nCopies(rows, row));
  }
}
