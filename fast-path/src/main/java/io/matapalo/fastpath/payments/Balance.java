package io.matapalo.fastpath.payments;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a customer paid in all. Immutable.
 *
 * @param transactions the number of the customer's orders
 * @param amounts by currency, in its order
 */
record Balance(long customerId, int transactions, List<Amounts> amounts) {

  Balance {
    amounts = List.copyOf(amounts);
  }

  /** What the card was charged and got back in one currency. */
  record Amounts(String currency, BigDecimal charged, BigDecimal refunded) {

    BigDecimal balance() {
      return charged.subtract(refunded);
    }

    Amounts plus(Transaction.Entry entry) {
      return new Amounts(currency, charged.add(entry.debit()), refunded.add(entry.credit()));
    }
  }
}
