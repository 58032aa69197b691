package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.operation.Bulkhead;
import io.matapalo.fastpath.operation.Operation;
import java.util.List;

/** The operations of the service Checkout. Stateless. */
public final class CheckoutOperations {

  private CheckoutOperations() {}

  /** The operations; those that wait for vendors do so {@code withVendors}. */
  public static List<Operation<?, ?>> of(
      Purchase purchase, OrderLookup orders, Refund refund, Bulkhead withVendors) {
    return List.of(
        withVendors.around(
            new Operation<>(
                "purchase", CheckoutReader::purchase, purchase::run, CheckoutWriter::order)),
        new Operation<>(
            "getOrder",
            CheckoutReader::orderReference,
            (reference, _) -> orders.find(reference),
            CheckoutWriter::order),
        withVendors.around(
            new Operation<>(
                "refund", CheckoutReader::orderReference, refund::run, CheckoutWriter::order)));
  }
}
