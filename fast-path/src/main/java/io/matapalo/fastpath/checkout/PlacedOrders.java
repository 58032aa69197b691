package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.checkout.sale.PurchaseFacts;
import io.matapalo.fastpath.checkout.sale.PurchaseRequest;
import io.matapalo.fastpath.checkout.sale.SaleRefusal;
import io.matapalo.fastpath.notifications.Notifications;
import io.matapalo.fastpath.notifications.PurchaseMessage;
import io.matapalo.fastpath.orders.Order;
import io.matapalo.fastpath.orders.OrderRows;
import io.matapalo.fastpath.orders.StoredOrder;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.settlement.Settlement;
import io.matapalo.fastpath.vendors.VendorUnavailable;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finishes orders that are booked: takes the money and tells the buyer. Blocks. Thread-safe. */
public final class PlacedOrders {

  private static final Logger LOG = LoggerFactory.getLogger(PlacedOrders.class);

  private final OrderRows orders;
  private final Settlement settlement;
  private final Notifications notifications;

  public PlacedOrders(OrderRows orders, Settlement settlement, Notifications notifications) {
    this.orders = orders;
    this.settlement = settlement;
    this.notifications = notifications;
  }

  /** The order that holds the request id; empty when it is that of another purchase. */
  Optional<StoredOrder> of(PurchaseRequest request) throws SQLException {
    return orders
        .findByRequestId(request.requestId())
        .or(() -> {
          throw new IllegalStateException("an order that holds a request id is gone");
        })
        .filter(held ->
            held.order().requestId().equals(request.requestId())
                && held.requestDigest().equals(request.digest()));
  }

  /** The order, paid; {@code facts} are about its customer. */
  Order finish(StoredOrder order, PurchaseFacts facts, Deadline deadline) throws SQLException {
    try {
      Order paid = settlement.settle(order, deadline).order();
      if (order.awaitsCapture()) {
        tell(facts, paid);
      }
      return paid;
    } catch (VendorUnavailable e) {
      // Booked and recorded as accepted: the client is asked to come back, not refused.
      LOG.warn("capture is left to a repeat or the sweeper reason={}", e.getMessage());
      throw SaleRefusal.providerUnavailable();
    }
  }

  private void tell(PurchaseFacts facts, Order order) {
    facts
        .customer()
        .map(buyer -> PurchaseMessage.of(order, buyer.recipient()))
        .ifPresent(notifications::send);
  }
}
