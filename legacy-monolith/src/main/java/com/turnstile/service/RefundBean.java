package com.turnstile.service;

import com.turnstile.dao.OrderDao;
import com.turnstile.entity.PurchaseOrder;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;

/** Gives orders back, each in one transaction. Thread-safe, as a stateless bean. */
@Stateless
public class RefundBean {

  @EJB private OrderDao orders;
  @EJB private PermissionBean permissions;
  @EJB private PaymentBean payments;
  @EJB private TicketBean tickets;
  @EJB private StockBean stock;
  @EJB private LedgerBean ledger;

  /**
   * Gives the money, the tickets and the places back; false when that was done before. The order is
   * locked while the provider is asked. What the provider has given back and this transaction then
   * loses, a repeat finds given back and books.
   */
  public boolean refund(String orderReference) throws CheckoutRefusal {
    PurchaseOrder order =
        orders
            .findByReference(orderReference)
            .filter(o -> o.getOrderReference().equals(orderReference))
            .orElseThrow(() ->
                new CheckoutRefusal(
                    "ORDER_NOT_FOUND", "no order with reference " + orderReference));
    orders.lock(order);
    permissions.expect(order.getCustomer().getId(), "CHECKOUT_PURCHASE");
    if ("REFUNDED".equals(order.getStatus())) {
      return false;
    }
    if (!"PAID".equals(order.getStatus())) {
      throw new CheckoutRefusal(
          "NOT_REFUNDABLE",
          "order " + orderReference + " cannot be refunded, its status is " + order.getStatus());
    }
    payments.refund(order.getPaymentId(), order.getTotal());
    tickets.cancel(order.getId());
    stock.giveBack(order.getLines());
    ledger.reverse(order.getId());
    order.setStatus("REFUNDED");
    return true;
  }
}
