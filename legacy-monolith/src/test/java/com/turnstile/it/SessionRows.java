package com.turnstile.it;

import static com.turnstile.it.TurnstileRows.query;
import static com.turnstile.it.TurnstileRows.update;

import java.sql.SQLException;

/** Rows that tests of accounts need. Stateless. */
final class SessionRows {

  private SessionRows() {}

  /** Paid orders of event 1 with three lines each; the customer had none. */
  static void addOrders(long customerId, int count) throws SQLException {
    update(
        "insert into orders (order_reference, request_id, request_digest, customer_id, event_id, status, currency,"
            + " subtotal, fees, tax, total, card_last_four, payment_id, authorisation_code, created_at)"
            + " select concat('T-HISTORY-', ?, '-', id), concat('history-', ?, '-', id), repeat('0', 64), ?, 1, 'PAID', 'EUR',"
            + " 100, 5, 5, 110, '1111', 'pay_history', 'A1', '2026-05-01' from customer where id <= ? order by id",
        customerId,
        customerId,
        customerId,
        count);
    update(
        "insert into order_line (order_id, line_no, ticket_type_id, quantity, unit_price, amount)"
            + " select o.id, t.id, t.id, 1, t.unit_price, t.unit_price from orders o, ticket_type t"
            + " where o.customer_id = ? and t.event_id = 1 and t.id <= 3 order by o.id, t.id",
        customerId);
  }

  /** So many lines more in each order of the customer, of a ticket type that it has already. */
  static void addLines(long customerId, int count) throws SQLException {
    update(
        "insert into order_line (order_id, line_no, ticket_type_id, quantity, unit_price, amount)"
            + " select o.id, 3 + c.id, t.id, 1, t.unit_price, t.unit_price from orders o, ticket_type t, customer c"
            + " where o.customer_id = ? and t.id = 1 and c.id <= ?",
        customerId,
        count);
  }

  /** The reference of the last of the orders that were added. */
  static String lastReference(long customerId) throws SQLException {
    return query(
            "select order_reference from orders where customer_id = ? order by id desc limit 1",
            customerId)
        .get(0);
  }
}
