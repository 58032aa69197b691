package io.matapalo.fastpath.checkout;

import java.util.Map;
import java.util.Optional;

/**
 * What the database says before a purchase, in one look. Immutable.
 *
 * @param customerStatus empty when there is no such customer
 * @param holdsRequestId whether an order has the request id, compared as the database does
 * @param available tickets left by ticket type id
 */
record PurchaseFacts(
    Optional<String> customerStatus, boolean holdsRequestId, Map<Long, Integer> available) {

  PurchaseFacts {
    available = Map.copyOf(available);
  }

  boolean customerIsActive() {
    return customerStatus.filter("ACTIVE"::equals).isPresent();
  }
}
