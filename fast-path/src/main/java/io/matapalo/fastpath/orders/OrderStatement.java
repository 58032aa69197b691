package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.rows.Parameters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The row of an order alone, which takes its request id: whoever inserts the same one waits for the
 * end of this transaction. Confined to one attempt.
 */
record OrderStatement(Connection connection, OrderDraft draft, Order order) {

  private static final String ORDER =
      """
      INSERT INTO orders (order_reference, request_id, request_digest, customer_id, event_id, status,
        currency, subtotal, fees, tax, total, card_last_four, payment_id, authorisation_code, created_at)
      VALUES (?, ?, ?, ?, ?, 'AUTHORISED', ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  /** The order's id. */
  long insert() throws SQLException {
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
}
