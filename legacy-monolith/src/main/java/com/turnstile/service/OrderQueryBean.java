package com.turnstile.service;

import com.turnstile.dao.OrderDao;
import com.turnstile.dao.TicketDao;
import com.turnstile.entity.OrderLine;
import com.turnstile.entity.PurchaseOrder;
import com.turnstile.entity.Ticket;
import com.turnstile.transfer.OrderData;
import com.turnstile.transfer.OrderLineData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;

/** Reads orders for answers. Thread-safe, as a stateless bean. */
@Stateless
public class OrderQueryBean {

  @EJB private OrderDao orders;
  @EJB private TicketDao tickets;
  @EJB private PermissionBean permissions;

  public OrderData load(String orderReference) throws CheckoutRefusal {
    PurchaseOrder order =
        orders
            .findByReference(orderReference)
            .filter(o -> o.getOrderReference().equals(orderReference))
            .orElseThrow(() ->
                new CheckoutRefusal(
                    "ORDER_NOT_FOUND", "no order with reference " + orderReference));
    permissions.expect(order.getCustomer().getId(), "CHECKOUT_READ");
    return data(order);
  }

  private OrderData data(PurchaseOrder order) {
    OrderData data = new OrderData();
    data.setOrderReference(order.getOrderReference());
    data.setRequestId(order.getRequestId());
    data.setCustomerId(order.getCustomer().getId());
    data.setEventCode(order.getEvent().getCode());
    data.setEventName(order.getEvent().getName());
    data.setStatus(order.getStatus());
    data.setCurrency(order.getCurrency());
    data.setSubtotal(order.getSubtotal());
    data.setFees(order.getFees());
    data.setTax(order.getTax());
    data.setTotal(order.getTotal());
    data.setCardLastFour(order.getCardLastFour());
    data.setAuthorisationCode(order.getAuthorisationCode());
    data.setCreatedAtMillis(order.getCreatedAt().toEpochMilli());
    for (OrderLine line : order.getLines()) {
      data.getLines().add(line(order, line));
    }
    return data;
  }

  private OrderLineData line(PurchaseOrder order, OrderLine line) {
    OrderLineData data = new OrderLineData();
    data.setTicketTypeCode(line.getTicketType().getCode());
    data.setQuantity(line.getQuantity());
    data.setUnitPrice(line.getUnitPrice());
    data.setAmount(line.getAmount());
    for (int ticketNo = 1; ticketNo <= line.getQuantity(); ticketNo++) {
      tickets
          .findByPlace(order.getId(), line.getLineNo(), ticketNo)
          .map(Ticket::getTicketNumber)
          .ifPresent(data.getTicketNumbers()::add);
    }
    return data;
  }
}
