package com.turnstile.service;

import com.turnstile.dao.CustomerDao;
import com.turnstile.dao.EventDao;
import com.turnstile.dao.OrderDao;
import com.turnstile.dao.OrderLineDao;
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
  @EJB private EventDao events;
  @EJB private OrderDao orders;
  @EJB private OrderLineDao orderLines;
  @EJB private EventBean eventBean;

  /**
   * Books the order's head; whoever books a request id second waits here for the first, and then
   * fails.
   */
  public PurchaseOrder create(
      PurchaseData purchase, Long eventId, BigDecimal[] amounts, Payment payment)
      throws DuplicateRequestException {
    PurchaseOrder order = new PurchaseOrder();
    order.setOrderReference(unusedReference());
    order.setRequestId(purchase.getRequestId());
    order.setRequestDigest(RequestDigest.of(purchase));
    order.setCustomer(customers.findById(purchase.getCustomerId()).orElseThrow());
    order.setEvent(events.findById(eventId).orElseThrow());
    order.setStatus("AUTHORISED");
    order.setCurrency(order.getEvent().getCurrency());
    order.setSubtotal(amounts[0]);
    order.setFees(amounts[1]);
    order.setTax(amounts[2]);
    order.setTotal(amounts[0].add(amounts[1]).add(amounts[2]));
    order.setCardLastFour(purchase.getCard().lastFour());
    order.setPaymentId(payment.id());
    order.setAuthorisationCode(payment.authorisationCode());
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
      line.setQuantity(wanted.getQuantity());
      line.setUnitPrice(type.getUnitPrice());
      line.setAmount(Amounts.ofLine(type.getUnitPrice(), wanted.getQuantity()));
      orderLines.persist(line);
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
