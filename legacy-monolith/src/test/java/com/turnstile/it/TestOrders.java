package com.turnstile.it;

import java.sql.SQLException;

/** Puts orders into the tables as both sides of Checkout leave them there. */
final class TestOrders {

  private TestOrders() {}

  /** An order of one event 41 ticket type VIP (id 164), paid at that time. */
  static String paid(long customerId, String currency, String total, String createdAt)
      throws SQLException {
    String reference =
        "T-" + customerId + "-" + TurnstileRows.query("select count(*) from orders").get(0);
    TurnstileRows.update(
        "insert into orders (order_reference, request_id, request_digest, customer_id, event_id, status, currency,"
            + " subtotal, fees, tax, total, card_last_four, payment_id, authorisation_code, created_at)"
            + " values (?, ?, '', ?, 41, 'PAID', ?, ?, 1.00, 2.00, ?, '1111', 'pay_x', 'A1', ?)",
        reference,
        "request-" + reference,
        customerId,
        currency,
        "0.00",
        total,
        createdAt);
    TurnstileRows.update(
        "insert into order_line (order_id, line_no, ticket_type_id, quantity, unit_price, amount)"
            + " select id, 1, 164, 2, 10.00, 20.00 from orders where order_reference = ?",
        reference);
    book(reference, 1, "CARD_CLEARING", total, "0.00");
    book(reference, 2, "TICKET_REVENUE", "0.00", total);
    return reference;
  }

  static void refund(String reference, String amount) throws SQLException {
    book(reference, 5, "CARD_CLEARING", "0.00", amount);
    book(reference, 6, "TICKET_REVENUE", amount, "0.00");
  }

  private static void book(
      String reference, int entryNo, String account, String debit, String credit)
      throws SQLException {
    TurnstileRows.update(
        "insert into ledger_entry (order_id, entry_no, account, debit, credit, currency)"
            + " select id, ?, ?, ?, ?, currency from orders where order_reference = ?",
        entryNo,
        account,
        debit,
        credit,
        reference);
  }
}
