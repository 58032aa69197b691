package com.turnstile.service;

import com.turnstile.dao.CustomerDao;
import com.turnstile.dao.OrderDao;
import com.turnstile.dao.OrderLineDao;
import com.turnstile.entity.Event;
import com.turnstile.entity.OrderLine;
import com.turnstile.entity.PurchaseOrder;
import com.turnstile.entity.TicketType;
import com.turnstile.transfer.PurchaseData;
import com.turnstile.transfer.PurchaseLineData;
import com.turnstile.vendor.Payment;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.persistence.PersistenceException;
import java.math.BigDecimal;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Orders and their lines. Thread-safe, as a stateless bean. */
@Stateless
public class OrderBean {

  @EJB private CustomerDao customers;
  @EJB private OrderDao orders;
  @EJB private OrderLineDao orderLines;
  @EJB private EventBean eventBean;
  @EJB private AttributeBean attributes;
  @EJB private PermissionBean permissions;

  /**
   * Books the order's bare head; whoever books a request id second waits here for the first, and
   * then fails. Nobody else sees the order before it is paid.
   */
  public PurchaseOrder create(PurchaseData purchase, Event event) throws DuplicateRequestException {
    permissions.expect(purchase.getCustomerId(), "CHECKOUT_PURCHASE");
    PurchaseOrder order = new PurchaseOrder();
    order.setOrderReference(unusedReference());
    order.setRequestId(purchase.getRequestId());
    order.setRequestDigest(RequestDigest.of(purchase));
    order.setCustomer(customers.findById(purchase.getCustomerId()).orElseThrow());
    order.setEvent(event);
    order.setStatus("NEW");
    order.setCurrency(event.getCurrency());
    order.setSubtotal(BigDecimal.ZERO);
    order.setFees(BigDecimal.ZERO);
    order.setTax(BigDecimal.ZERO);
    order.setTotal(BigDecimal.ZERO);
    order.setCardLastFour("");
    order.setPaymentId("");
    order.setAuthorisationCode("");
    order.setCreatedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    try {
      orders.persist(order);
    } catch (RuntimeException e) {
      if (isDuplicateRequest(e)) {
        throw new DuplicateRequestException(purchase.getRequestId());
      }
      throw e;
    }
    return order;
  }

  /** Completes the head, one attribute after the other. */
  public void complete(Long orderId, PurchaseData purchase, BigDecimal[] amounts, Payment payment) {
    attributes.ofOrder(orderId, "subtotal", amounts[0]);
    attributes.ofOrder(orderId, "fees", amounts[1]);
    attributes.ofOrder(orderId, "tax", amounts[2]);
    attributes.ofOrder(orderId, "total", amounts[0].add(amounts[1]).add(amounts[2]));
    attributes.ofOrder(orderId, "cardLastFour", purchase.getCard().lastFour());
    attributes.ofOrder(orderId, "paymentId", payment.id());
    attributes.ofOrder(orderId, "authorisationCode", payment.authorisationCode());
    attributes.ofOrder(orderId, "status", "AUTHORISED");
  }

  public void markBooked(Long orderId) {
    attributes.ofOrder(orderId, "status", "BOOKED");
  }

  public void addLines(PurchaseOrder order, PurchaseData purchase) throws CheckoutRefusal {
    int lineNo = 0;
    for (PurchaseLineData wanted : purchase.getLines()) {
      TicketType type =
          eventBean.requireTicketType(
              order.getEvent().getId(), purchase.getEventCode(), wanted.getTicketTypeCode());
      OrderLine line = new OrderLine();
      line.setOrder(order);
      line.setLineNo(++lineNo);
      line.setTicketType(type);
      line.setUnitPrice(BigDecimal.ZERO);
      line.setAmount(BigDecimal.ZERO);
      orderLines.persist(line);
      attributes.ofLine(line.getId(), "quantity", wanted.getQuantity());
      attributes.ofLine(line.getId(), "unitPrice", type.getUnitPrice());
      attributes.ofLine(
          line.getId(), "amount", Amounts.ofLine(type.getUnitPrice(), wanted.getQuantity()));
    }
  }

  /**
   * Sends every change to the database, so that nothing but the commit can fail after the money is
   * taken.
   */
  public void flush() {
    orders.flush();
  }

  private String unusedReference() {
    String reference = ReferenceCodes.orderReference();
    while (orders.findByReference(reference).isPresent()) {
      reference = ReferenceCodes.orderReference();
    }
    return reference;
  }

  private static boolean isDuplicateRequest(Throwable failure) {
    boolean persistence = false;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      persistence |= t instanceof PersistenceException;
      if (t instanceof SQLIntegrityConstraintViolationException violation) {
        String message = violation.getMessage();
        return persistence && message != null && message.contains("uq_orders_request");
      }
    }
    return false;
  }
}
