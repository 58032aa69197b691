package com.turnstile.service;

import com.turnstile.entity.Customer;
import com.turnstile.entity.Event;
import com.turnstile.entity.PurchaseOrder;
import com.turnstile.transfer.PurchaseData;
import com.turnstile.transfer.PurchaseLineData;
import com.turnstile.vendor.Payment;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One purchase, one transaction, vendors included. Thread-safe, as a stateless bean. */
@Stateless
public class PurchaseBean {

  private static final Logger LOG = Logger.getLogger(PurchaseBean.class.getName());

  @EJB private CustomerBean customers;
  @EJB private EventBean events;
  @EJB private StockBean stock;
  @EJB private PricingBean pricing;
  @EJB private TaxBean tax;
  @EJB private PaymentBean payments;
  @EJB private PermissionBean permissions;
  @EJB private OrderBean orderBean;
  @EJB private TicketBean tickets;
  @EJB private LedgerBean ledger;
  @EJB private LoyaltyBean loyalty;

  /** Sells and charges; returns the reference of the order. */
  public String purchase(PurchaseData purchase) throws CheckoutRefusal, DuplicateRequestException {
    Customer customer = customers.requireActive(purchase.getCustomerId());
    CustomerDossier dossier = customers.dossier(customer);
    Event event = events.requireOnSale(purchase.getEventCode());
    for (PurchaseLineData line : purchase.getLines()) {
      events.requireTicketType(event.getId(), event.getCode(), line.getTicketTypeCode());
    }
    stock.requireEnough(event.getId(), event.getCode(), purchase.getLines());
    BigDecimal[] amounts = amounts(purchase, event);
    BigDecimal total = amounts[0].add(amounts[1]).add(amounts[2]);
    LOG.log(
        Level.FINE,
        "{0} points for a customer from {1}",
        new Object[] {loyalty.points(customer, total), dossier.getCountryCode()});
    permissions.expect(purchase.getCustomerId(), "CHECKOUT_PURCHASE");
    Payment payment = payments.authorise(purchase, total, event.getCurrency());
    PurchaseOrder order = orderBean.create(purchase, event);
    takeStock(purchase, event, payment);
    orderBean.complete(order.getId(), purchase, amounts, payment);
    orderBean.addLines(order, purchase);
    tickets.issue(order.getId(), purchase.getLines());
    ledger.book(order.getId());
    orderBean.markBooked(order.getId());
    orderBean.flush();
    payments.capture(payment.id(), total);
    order.setStatus("PAID");
    return order.getOrderReference();
  }

  private BigDecimal[] amounts(PurchaseData purchase, Event event) throws CheckoutRefusal {
    BigDecimal subtotal = pricing.subtotal(event.getId(), event.getCode(), purchase.getLines());
    BigDecimal fees = pricing.fees(event.getId(), event.getCode(), purchase.getLines());
    return new BigDecimal[] {subtotal, fees, tax.taxOf(event.getId(), subtotal.add(fees))};
  }

  /**
   * The reservation is given back while this transaction still holds the order's request id: nobody
   * else can have begun to book with the same payment.
   */
  private void takeStock(PurchaseData purchase, Event event, Payment payment)
      throws CheckoutRefusal {
    Optional<String> soldOut = stock.take(event.getId(), event.getCode(), purchase.getLines());
    if (soldOut.isPresent()) {
      payments.cancel(payment.id());
      throw StockBean.soldOut(soldOut.get());
    }
  }
}
