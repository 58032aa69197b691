package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.operation.RequestChecks;
import io.matapalo.fastpath.orders.Order;
import io.matapalo.fastpath.orders.OrderRows;
import io.matapalo.fastpath.orders.StoredOrder;
import java.sql.SQLException;

/** The operation {@code getOrder}: one statement, whatever the order's size. Thread-safe. */
public final class OrderLookup {

  private final OrderRows orders;

  public OrderLookup(OrderRows orders) {
    this.orders = orders;
  }

  Order find(String reference) throws SQLException {
    return require(orders, reference).order();
  }

  /** The order with exactly this reference, or the contract's refusal. */
  static StoredOrder require(OrderRows orders, String reference) throws SQLException {
    RequestChecks.notBlank("orderReference", reference);
    return orders
        .findByReference(reference)
        .orElseThrow(
            () -> new Refused(FaultCode.ORDER_NOT_FOUND, "no order with reference " + reference));
  }
}
