package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.audit.AuditVerification;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Judges whether database and payment provider tell the same, once the stack's sweeper has finished
 * what was left authorised; for tests whose stack sells nothing but by a fast path.
 */
record Books(TurnstileStack stack) {

  /** The seed gives each ticket type a million, and those of the last event none. */
  private static final String MISSING_TICKETS =
      """
      SELECT s.ticket_type_id, s.available, COALESCE(o.sold, 0), COALESCE(r.held, 0)
      FROM stock s JOIN ticket_type t ON t.id = s.ticket_type_id
      LEFT JOIN (SELECT l.ticket_type_id, SUM(l.quantity) AS sold FROM order_line l
                 JOIN orders o ON o.id = l.order_id WHERE o.status <> 'REFUNDED'
                 GROUP BY l.ticket_type_id) o ON o.ticket_type_id = s.ticket_type_id
      LEFT JOIN (SELECT l.ticket_type_id, SUM(l.quantity) AS held FROM reservation_line l
                 JOIN reservation r ON r.id = l.reservation_id WHERE r.status = 'HELD'
                 GROUP BY l.ticket_type_id) r ON r.ticket_type_id = s.ticket_type_id
      WHERE s.available + COALESCE(o.sold, 0) + COALESCE(r.held, 0) <> IF(t.event_id = 200, 0, 1000000)\
      """;

  /** Nobody is charged without an order, no order is without a charge, no ticket is lost. */
  void assertWhole() throws SQLException {
    stack.update(
        "UPDATE orders SET created_at = created_at - INTERVAL 1 DAY"
            + " WHERE status = 'AUTHORISED'");
    await().until(() -> stack.rows("SELECT id FROM orders WHERE status = 'AUTHORISED'").isEmpty());
    assertThat(stack.rows("SELECT COUNT(*), COALESCE(SUM(total), 0.00) FROM orders"))
        .as("orders, and what they cost")
        .containsExactly(stack.payments.captures() + "|" + stack.payments.counters().captured());
    assertThat(stack.rows("SELECT COUNT(*) FROM orders WHERE status = 'REFUNDED'"))
        .containsExactly(String.valueOf(stack.payments.refunds()));
    assertThat(stack.rows(MISSING_TICKETS)).as("tickets sold, held and left").isEmpty();
    try (Connection connection = stack.connect()) {
      assertThat(new AuditVerification(connection).run().findings()).isEmpty();
    }
  }
}
