package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.notifications.Recipient;
import java.util.Map;
import java.util.Optional;

/**
 * What the database says before a purchase, in one look. Immutable.
 *
 * @param customer empty when there is no such customer
 * @param holdsRequestId whether an order has the request id, compared as the database does
 * @param available tickets left by ticket type id
 */
record PurchaseFacts(
    Optional<Buyer> customer, boolean holdsRequestId, Map<Long, Integer> available) {

  PurchaseFacts {
    available = Map.copyOf(available);
  }

  /** Who buys. */
  record Buyer(String status, Recipient recipient) {}

  boolean customerIsActive() {
    return customer.filter(buyer -> buyer.status().equals("ACTIVE")).isPresent();
  }
}
