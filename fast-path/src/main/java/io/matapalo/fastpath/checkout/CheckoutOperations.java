package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.operation.Operation;
import java.util.List;

/** The operations of the service Checkout. Stateless. */
public final class CheckoutOperations {

  private CheckoutOperations() {}

  public static List<Operation<?, ?>> of(Purchase purchase, OrderLookup orders, Refund refund) {
    return List.of(
        new Operation<>("purchase", CheckoutReader::purchase, purchase::run, CheckoutWriter::order),
        new Operation<>(
            "getOrder",
            CheckoutReader::orderReference,
            (reference, _) -> orders.find(reference),
            CheckoutWriter::order),
        new Operation<>(
            "refund", CheckoutReader::orderReference, refund::run, CheckoutWriter::order));
  }
}
