package com.turnstile.service;

import com.turnstile.vendor.Message;
import com.turnstile.vendor.MessageClient;
import com.turnstile.vendor.VendorException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells one customer about one purchase: a thread of its own for each, however many there are. Best
 * effort: what fails is logged and forgotten.
 */
final class NotificationThread extends Thread {

  private static final Logger LOG = Logger.getLogger(NotificationThread.class.getName());

  private final NotificationBean notifications;
  private final String orderReference;

  NotificationThread(NotificationBean notifications, String orderReference) {
    super("notification-" + orderReference);
    setDaemon(true);
    this.notifications = notifications;
    this.orderReference = orderReference;
  }

  @Override
  public void run() {
    String url = System.getProperty("turnstile.notification.url", "");
    try {
      Message message = notifications.ofPurchase(orderReference);
      if (message == null) {
        return;
      }
      int timeoutMillis = notifications.timeoutMillis();
      if (!url.isBlank()) {
        new MessageClient(url, timeoutMillis, timeoutMillis)
            .send("purchase-" + orderReference, message);
      }
    } catch (VendorException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "no message about order {0}: {1}",
          new Object[] {orderReference, e.getMessage()});
    }
  }
}
