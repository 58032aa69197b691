package io.matapalo.fastpath.payments;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a customer bought in a time. Immutable.
 *
 * @param to exclusive
 * @param items oldest first
 */
record Statement(long customerId, Instant from, Instant to, List<Item> items) {

  /** The account whose debits were charged to cards, and whose credits were given back. */
  static final String CARD_ACCOUNT = "CARD_CLEARING";

  private static final BigDecimal NOTHING = new BigDecimal("0.00");

  Statement {
    items = List.copyOf(items);
  }

  /** An order with its lines and bookings, each by number. */
  record Item(Transaction.Head head, List<Line> lines, List<Transaction.Entry> entries) {

    /** An order whose lines and bookings are yet to come. */
    Item(Transaction.Head head) {
      this(head, new ArrayList<>(), new ArrayList<>());
    }
  }

  /** A line of an order. */
  record Line(String ticketTypeCode, int quantity, BigDecimal unitPrice, BigDecimal amount) {}

  /** What the cards were charged and got back for the items, by currency. */
  List<Balance.Amounts> amounts() {
    Map<String, Balance.Amounts> sums = new TreeMap<>();
    for (Item item : items) {
      item.entries().stream()
          .filter(entry -> entry.account().equals(CARD_ACCOUNT))
          .forEach(entry -> add(sums, item.head().currency(), entry));
    }
    return List.copyOf(sums.values());
  }

  private static void add(
      Map<String, Balance.Amounts> sums, String currency, Transaction.Entry entry) {
    Balance.Amounts before =
        sums.getOrDefault(currency, new Balance.Amounts(currency, NOTHING, NOTHING));
    sums.put(currency, before.plus(entry));
  }
}
