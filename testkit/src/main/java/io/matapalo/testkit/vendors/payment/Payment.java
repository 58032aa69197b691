package io.matapalo.testkit.vendors.payment;

import java.math.BigDecimal;

/**
 * One payment as the provider keeps it; no card number. Immutable.
 *
 * @param key the idempotency key it was made with
 * @param cardSeal tells another card with the same last four digits from this one
 * @param authorisationCode empty when declined
 * @param reason why it was declined, else empty
 */
public record Payment(
    String id,
    String key,
    BigDecimal amount,
    String currency,
    String cardSeal,
    String cardLastFour,
    Status status,
    String authorisationCode,
    String reason) {

  /** The life of a payment. */
  public enum Status {
    AUTHORISED,
    CAPTURED,
    VOIDED,
    REFUNDED,
    DECLINED
  }

  Payment with(Status newStatus) {
    return new Payment(
        id, key, amount, currency, cardSeal, cardLastFour, newStatus, authorisationCode, reason);
  }

  boolean isSamePurchase(BigDecimal otherAmount, String otherCurrency, String otherSeal) {
    return amount.compareTo(otherAmount) == 0
        && currency.equals(otherCurrency)
        && cardSeal.equals(otherSeal);
  }
}
