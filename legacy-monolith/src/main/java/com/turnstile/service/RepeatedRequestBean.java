package com.turnstile.service;

import com.turnstile.dao.OrderDao;
import com.turnstile.entity.PurchaseOrder;
import com.turnstile.transfer.PurchaseData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.Optional;

/**
 * Finds the order that an earlier request with the same id made. Thread-safe, as a stateless bean.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class RepeatedRequestBean {

  @EJB private OrderDao orders;
  @EJB private PaymentBean payments;
  @EJB private NotificationBean notifications;

  /** The reference of the order with this request id, paid by now; null when there is none. */
  public String finish(PurchaseData purchase) throws CheckoutRefusal {
    Optional<PurchaseOrder> found = orders.findByRequestId(purchase.getRequestId());
    if (found.isEmpty()) {
      return null;
    }
    PurchaseOrder order = found.get();
    // The database compares without case, and so does its unique key: such a neighbour is another
    // purchase.
    if (!order.getRequestId().equals(purchase.getRequestId())
        || !order.getRequestDigest().equals(RequestDigest.of(purchase))) {
      throw new CheckoutRefusal("REQUEST_ID_CONFLICT", "requestId was used for another purchase");
    }
    if ("AUTHORISED".equals(order.getStatus())) {
      charge(order);
    }
    return order.getOrderReference();
  }

  private void charge(PurchaseOrder order) throws CheckoutRefusal {
    orders.lock(order);
    if (!"AUTHORISED".equals(order.getStatus())) {
      return;
    }
    try {
      payments.capture(order.getPaymentId(), order.getTotal());
    } catch (CheckoutRefusal refusal) {
      throw refusal.ofBookedOrder();
    }
    order.setStatus("PAID");
    new NotificationThread(notifications, order.getOrderReference()).start();
  }
}
