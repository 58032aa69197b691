package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.operation.RequestChecks;
import io.matapalo.fastpath.operation.RequestDigest;
import io.matapalo.fastpath.stock.TicketLine;
import io.matapalo.fastpath.stock.TicketLines;
import java.util.List;

/** What is to be held, as it was sent, valid or not; what was missing is blank or 0. Immutable. */
record ReserveRequest(String requestId, long customerId, String eventCode, List<TicketLine> lines) {

  ReserveRequest {
    lines = List.copyOf(lines);
  }

  /**
   * The contract's checks 1 to 4, in its order.
   *
   * @throws Refused for the first that fails
   */
  void check() {
    RequestChecks.requestId(requestId);
    RequestChecks.positive("customerId", customerId);
    RequestChecks.notBlank("eventCode", eventCode);
    TicketLines.check("a reservation", lines);
  }

  Reservation.Content content() {
    return new Reservation.Content(requestId, customerId, eventCode, lines);
  }

  /** What tells two reservations under one request id apart. */
  String digest() {
    return RequestDigest.of(customerId + "|" + eventCode + "|" + TicketLines.text(lines));
  }
}
