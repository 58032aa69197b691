package io.matapalo.fastpath;

import io.matapalo.fastpath.catalogue.Event;
import io.matapalo.fastpath.catalogue.TicketType;
import io.matapalo.fastpath.orders.Order;
import io.matapalo.fastpath.orders.OrderDraft;
import java.math.BigDecimal;
import java.util.List;

/** Authorised purchases of one VIP ticket; for tests. */
final class Drafts {

  private Drafts() {}

  /** The id of the ticket type VIP of an event. */
  static long vipOf(long eventId) {
    return (eventId - 1) * 4 + 4;
  }

  /** Of event 14. */
  static OrderDraft draft(String requestId) {
    TicketType vip = new TicketType(vipOf(14), "VIP", new BigDecimal("153.00"));
    Event event =
        new Event(14, "EV-0014", "Event", "ON_SALE", "EUR", "DE", "X", List.of(vip), List.of());
    return new OrderDraft(
        new OrderDraft.Buyer(7, requestId, "d".repeat(64)),
        event,
        List.of(new OrderDraft.Line(vip, 1, vip.unitPrice())),
        new Order.Totals(vip.unitPrice(), new BigDecimal("0.00"), new BigDecimal("0.00")),
        new OrderDraft.Payment("pay_x", "code", "1111"));
  }
}
