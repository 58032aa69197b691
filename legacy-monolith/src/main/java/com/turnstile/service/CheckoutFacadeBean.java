package com.turnstile.service;

import com.turnstile.transfer.OrderData;
import com.turnstile.transfer.PurchaseData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/**
 * Sells tickets: outside any transaction, so that it outlives the failure of one. Thread-safe, as a
 * stateless bean.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CheckoutFacadeBean extends AbstractTicketingFacade {

  @EJB private RepeatedRequestBean repeatedRequests;
  @EJB private PurchaseBean purchases;
  @EJB private RefundBean refunds;
  @EJB private OrderQueryBean orderQueries;
  @EJB private AuditBean audit;
  @EJB private HousekeepingBean housekeeping;
  @EJB private NotificationBean notifications;

  @Override
  public String facadeName() {
    return "checkout";
  }

  public OrderData executePurchase(PurchaseData purchase) throws CheckoutRefusal {
    try {
      String earlier = repeatedRequests.finish(purchase);
      return orderQueries.load(earlier != null ? earlier : sell(purchase));
    } catch (CheckoutRefusal refusal) {
      if (!refusal.isOfBookedOrder()) {
        audit.refused(purchase, refusal);
      }
      throw refusal;
    }
  }

  public OrderData loadOrder(String orderReference) throws CheckoutRefusal {
    return orderQueries.load(orderReference);
  }

  public OrderData executeRefund(String orderReference) throws CheckoutRefusal {
    try {
      if (refunds.refund(orderReference)) {
        audit.refunded(orderReference);
      }
      return orderQueries.load(orderReference);
    } catch (CheckoutRefusal refusal) {
      audit.refundRefused(orderReference, refusal);
      throw refusal;
    }
  }

  private String sell(PurchaseData purchase) throws CheckoutRefusal {
    housekeeping.removeExpiredHolds();
    try {
      String reference = purchases.purchase(purchase);
      audit.accepted(reference);
      new NotificationThread(notifications, reference).start();
      return reference;
    } catch (DuplicateRequestException e) {
      log().info(e.getMessage());
      return repeatedRequests.finish(purchase);
    }
  }
}
