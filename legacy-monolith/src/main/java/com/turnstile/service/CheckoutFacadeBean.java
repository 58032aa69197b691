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
public class CheckoutFacadeBean extends AbstractFacade {

  @EJB private RepeatedRequestBean repeatedRequests;
  @EJB private PurchaseBean purchases;
  @EJB private OrderQueryBean orderQueries;
  @EJB private AuditBean audit;

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

  private String sell(PurchaseData purchase) throws CheckoutRefusal {
    try {
      String reference = purchases.purchase(purchase);
      audit.accepted(reference);
      return reference;
    } catch (DuplicateRequestException e) {
      log().info(e.getMessage());
      return repeatedRequests.finish(purchase);
    }
  }
}
