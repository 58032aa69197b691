package io.matapalo.testkit.vendors.payment;

/** What became of a request to the {@link PaymentLedger}. */
public sealed interface PaymentResult {

  /** Done, now or before. */
  record Done(Payment payment) implements PaymentResult {}

  /** Not possible in the state the payment is in, or the key belongs to another purchase. */
  record Conflict(String text) implements PaymentResult {}

  /** The request itself is wrong. */
  record Invalid(String text) implements PaymentResult {}

  /** There is no such payment. */
  record Unknown() implements PaymentResult {}
}
