package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.checkout.sale.Refusal;
import io.matapalo.fastpath.orders.Order;

/** What an operation answers. */
public sealed interface CheckoutOutcome {

  /** The order: sold, sold before, or found. */
  record Accepted(Order order) implements CheckoutOutcome {}

  /** A fault of the contract. */
  record Refused(Refusal refusal) implements CheckoutOutcome {}
}
