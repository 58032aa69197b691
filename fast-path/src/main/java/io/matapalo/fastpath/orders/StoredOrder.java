package io.matapalo.fastpath.orders;

/** An order with what only the rows tell. Immutable. */
public record StoredOrder(long id, String requestDigest, String paymentId, Order order) {

  /** Whether the money is still to be taken. */
  public boolean awaitsCapture() {
    return order.status().equals(Order.AUTHORISED);
  }

  /** The same, paid. */
  public StoredOrder paid() {
    return new StoredOrder(id, requestDigest, paymentId, order.paid());
  }
}
