package com.turnstile.service;

import com.turnstile.dao.OrderDao;
import com.turnstile.entity.OrderLine;
import com.turnstile.entity.PurchaseOrder;
import com.turnstile.vendor.Message;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.util.StringJoiner;

/** What customers are told. Reads all it needs anew. Thread-safe, as a stateless bean. */
@Stateless
public class NotificationBean {

  @EJB private OrderDao orders;
  @EJB private ConfigurationBean configuration;

  /** The message about a purchase; null when the configuration says that none is sent. */
  public Message ofPurchase(String orderReference) {
    if (!configuration.flag("notification.enabled", true)) {
      return null;
    }
    PurchaseOrder order = orders.findByReference(orderReference).orElseThrow();
    StringJoiner lines = new StringJoiner(", ");
    for (OrderLine line : order.getLines()) {
      lines.add(line.getQuantity() + " x " + line.getTicketType().getCode());
    }
    return new Message(
        order.getCustomer().getEmail(),
        "PURCHASE_CONFIRMATION",
        orderReference,
        "Dear "
            + order.getCustomer().getName()
            + ", your order "
            + orderReference
            + " for "
            + order.getEvent().getName()
            + ": "
            + lines
            + "; total "
            + order.getTotal()
            + " "
            + order.getCurrency()
            + ".");
  }

  public int timeoutMillis() {
    return configuration.number("notification.timeout-ms", 5_000);
  }
}
