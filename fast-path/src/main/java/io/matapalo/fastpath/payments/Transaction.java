package io.matapalo.fastpath.payments;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * An order as its payment. Immutable.
 *
 * @param entries the bookings of its ledger, by number
 */
record Transaction(
    Head head, long customerId, String eventName, Charge charge, List<Entry> entries) {

  Transaction {
    entries = List.copyOf(entries);
  }

  /** What every answer tells of an order. */
  record Head(
      String orderReference,
      String eventCode,
      String status,
      String currency,
      BigDecimal total,
      Instant createdAt) {}

  /** What makes up the total, and the card that was charged. */
  record Charge(
      BigDecimal subtotal,
      BigDecimal fees,
      BigDecimal tax,
      String cardLastFour,
      String authorisationCode) {}

  /** A booking. */
  record Entry(int entryNo, String account, BigDecimal debit, BigDecimal credit) {}

  /** One of a list; {@code paid} is what the card was charged less what it got back. */
  record Summary(Head head, BigDecimal paid) {}
}
