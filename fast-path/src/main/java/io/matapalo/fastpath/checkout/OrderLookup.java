package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.checkout.sale.FaultCode;
import io.matapalo.fastpath.checkout.sale.Refusal;
import io.matapalo.fastpath.orders.OrderRows;
import java.sql.SQLException;

/** The operation {@code getOrder}: two statements, whatever the order's size. Thread-safe. */
public final class OrderLookup {

  private final OrderRows orders;

  public OrderLookup(OrderRows orders) {
    this.orders = orders;
  }

  CheckoutOutcome run(String reference) throws SQLException {
    if (reference.isBlank()) {
      return new CheckoutOutcome.Refused(Refusal.invalid("orderReference must not be blank"));
    }
    return orders
        .findByReference(reference)
        .<CheckoutOutcome>map(CheckoutOutcome.Accepted::new)
        .orElseGet(() ->
            new CheckoutOutcome.Refused(
                new Refusal(FaultCode.ORDER_NOT_FOUND, "no order with reference " + reference)));
  }
}
