package io.matapalo.fastpath.orders;

/** What became of an {@link OrderDraft}. */
public sealed interface BookingResult {

  /** The rows are committed. */
  record Booked(StoredOrder order) implements BookingResult {}

  /** Nothing is booked: this ticket type ran out meanwhile. */
  record SoldOut(String ticketTypeCode) implements BookingResult {}

  /** Nothing is booked by this call: an order with the request id is there, maybe our own. */
  record RequestIdTaken() implements BookingResult {}
}
