package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.stock.TicketLine;
import java.time.Instant;
import java.util.List;

/** Tickets that are held for a customer, or were. Immutable. */
record Reservation(
    String reservationId, Content content, String status, Instant createdAt, Instant expiresAt) {

  /** Status of a reservation whose tickets are out of the stock. */
  static final String HELD = "HELD";

  /** Status of one that the client gave back. */
  static final String RELEASED = "RELEASED";

  /** Status of one whose time was over. */
  static final String EXPIRED = "EXPIRED";

  /** What was asked for. */
  record Content(String requestId, long customerId, String eventCode, List<TicketLine> lines) {

    Content {
      lines = List.copyOf(lines);
    }

    private Content with(List<TicketLine> known) {
      return new Content(requestId, customerId, eventCode, known);
    }
  }

  boolean isHeld() {
    return status.equals(HELD);
  }

  Reservation with(List<TicketLine> lines) {
    return new Reservation(reservationId, content.with(lines), status, createdAt, expiresAt);
  }

  Reservation released() {
    return new Reservation(reservationId, content, RELEASED, createdAt, expiresAt);
  }
}
