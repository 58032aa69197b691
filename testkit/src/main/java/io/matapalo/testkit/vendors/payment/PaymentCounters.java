package io.matapalo.testkit.vendors.payment;

import java.math.BigDecimal;

/**
 * Totals of the provider since its start. Immutable.
 *
 * @param payments different idempotency keys: authorised or declined
 * @param repeats requests that came with a known key and the same purchase
 * @param conflicts requests that came with a known key and another purchase
 * @param captured sum of all captured amounts, refunded ones included
 */
public record PaymentCounters(
    long payments,
    long authorisations,
    long declines,
    long repeats,
    long conflicts,
    long captures,
    long voids,
    long refunds,
    BigDecimal captured) {
  static final PaymentCounters ZERO =
      new PaymentCounters(0, 0, 0, 0, 0, 0, 0, 0, new BigDecimal("0.00"));

  PaymentCounters onePayment() {
    return new PaymentCounters(
        payments + 1,
        authorisations,
        declines,
        repeats,
        conflicts,
        captures,
        voids,
        refunds,
        captured);
  }

  PaymentCounters oneAuthorisation() {
    return new PaymentCounters(
        payments,
        authorisations + 1,
        declines,
        repeats,
        conflicts,
        captures,
        voids,
        refunds,
        captured);
  }

  PaymentCounters oneDecline() {
    return new PaymentCounters(
        payments,
        authorisations,
        declines + 1,
        repeats,
        conflicts,
        captures,
        voids,
        refunds,
        captured);
  }

  PaymentCounters oneRepeat() {
    return new PaymentCounters(
        payments,
        authorisations,
        declines,
        repeats + 1,
        conflicts,
        captures,
        voids,
        refunds,
        captured);
  }

  PaymentCounters oneConflict() {
    return new PaymentCounters(
        payments,
        authorisations,
        declines,
        repeats,
        conflicts + 1,
        captures,
        voids,
        refunds,
        captured);
  }

  PaymentCounters oneCapture(BigDecimal amount) {
    return new PaymentCounters(
        payments,
        authorisations,
        declines,
        repeats,
        conflicts,
        captures + 1,
        voids,
        refunds,
        captured.add(amount));
  }

  PaymentCounters oneVoid() {
    return new PaymentCounters(
        payments,
        authorisations,
        declines,
        repeats,
        conflicts,
        captures,
        voids + 1,
        refunds,
        captured);
  }

  PaymentCounters oneRefund() {
    return new PaymentCounters(
        payments,
        authorisations,
        declines,
        repeats,
        conflicts,
        captures,
        voids,
        refunds + 1,
        captured);
  }
}
