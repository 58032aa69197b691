package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.stock.StockCount;
import java.util.List;

/**
 * An order with what only the rows tell. Immutable.
 *
 * @param stock what it took from stock
 */
public record StoredOrder(
    long id, String requestDigest, String paymentId, Order order, List<StockCount> stock) {

  public StoredOrder {
    stock = List.copyOf(stock);
  }

  /** Whether the money is still to be taken. */
  public boolean awaitsCapture() {
    return order.status().equals(Order.AUTHORISED);
  }

  /** The same, paid. */
  public StoredOrder paid() {
    return with(Order.PAID);
  }

  /** The same, refunded. */
  public StoredOrder refunded() {
    return with(Order.REFUNDED);
  }

  private StoredOrder with(String status) {
    return new StoredOrder(id, requestDigest, paymentId, order.with(status), stock);
  }
}
