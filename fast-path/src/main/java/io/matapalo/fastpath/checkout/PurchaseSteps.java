package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.events.EventCatalogue;
import io.matapalo.fastpath.notifications.Notifications;
import io.matapalo.fastpath.orders.AuditTrail;
import io.matapalo.fastpath.orders.OrderBooking;
import io.matapalo.fastpath.orders.OrderRows;
import io.matapalo.fastpath.orders.Settlement;
import io.matapalo.fastpath.payments.PaymentProvider;
import io.matapalo.fastpath.taxes.RateTable;
import java.time.InstantSource;

/** What a purchase works with, from the composition root. Thread-safe, as its parts are. */
public record PurchaseSteps(
    Reading reading, Vendors vendors, Writing writing, InstantSource clock) {

  /** Where it reads. */
  public record Reading(EventCatalogue events, PurchaseFactRows facts, OrderRows orders) {}

  /** Whom it asks, and whom it has customers told by. */
  public record Vendors(RateTable taxes, PaymentProvider payments, Notifications notifications) {}

  /** Where it writes. */
  public record Writing(OrderBooking booking, Settlement settlement, AuditTrail audit) {}
}
