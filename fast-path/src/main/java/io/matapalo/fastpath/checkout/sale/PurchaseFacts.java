package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.catalogue.Event;
import io.matapalo.fastpath.notifications.Recipient;
import java.util.Map;
import java.util.Optional;

/**
 * What is known before a purchase: the event, and what the database says in one look. Immutable.
 *
 * @param event empty when there is no such event
 * @param customer empty when there is no such customer
 * @param holdsRequestId whether an order has the request id, compared as the database does
 * @param available tickets left by ticket type id
 */
public record PurchaseFacts(
    Optional<Event> event,
    Optional<Buyer> customer,
    boolean holdsRequestId,
    Map<Long, Integer> available) {

  public PurchaseFacts {
    available = Map.copyOf(available);
  }

  /** Who buys. */
  public record Buyer(String status, Recipient recipient) {}

  boolean customerIsActive() {
    return customer.filter(buyer -> buyer.status().equals("ACTIVE")).isPresent();
  }
}
