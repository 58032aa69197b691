package com.turnstile.transfer;

import java.math.BigDecimal;

/** What a customer's cards were charged and got back in one currency. Immutable. */
public record AmountsData(String currency, BigDecimal charged, BigDecimal refunded) {

  public BigDecimal balance() {
    return charged.subtract(refunded);
  }

  public AmountsData plus(LedgerEntryData entry) {
    return new AmountsData(currency, charged.add(entry.debit()), refunded.add(entry.credit()));
  }
}
