package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.catalogue.Event;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.stock.TicketLine;
import java.util.Optional;

/** The contract's checks 8 to 11, which need the customer, the event and its stock. Pure. */
public final class SaleChecks {

  private SaleChecks() {}

  /** Why the request cannot be sold, if so. */
  public static Optional<Refused> firstProblem(PurchaseRequest request, PurchaseFacts facts) {
    if (!facts.customerIsActive()) {
      return Optional.of(SaleRefusal.unknownCustomer(request.customerId()));
    }
    Optional<Event> event = facts.event().filter(Event::isOnSale);
    if (event.isEmpty()) {
      return Optional.of(SaleRefusal.unknownEvent(request.eventCode()));
    }
    return unknownTicketType(request, event.get()).or(() -> soldOut(request, event.get(), facts));
  }

  private static Optional<Refused> unknownTicketType(PurchaseRequest request, Event event) {
    return request.lines().stream()
        .map(TicketLine::ticketTypeCode)
        .filter(code -> event.ticketType(code).isEmpty())
        .findFirst()
        .map(code -> SaleRefusal.unknownTicketType(event.code(), code));
  }

  private static Optional<Refused> soldOut(
      PurchaseRequest request, Event event, PurchaseFacts facts) {
    return request.lines().stream()
        .filter(line -> left(event, line, facts) < line.quantity())
        .findFirst()
        .map(line -> SaleRefusal.soldOut(line.ticketTypeCode()));
  }

  private static int left(Event event, TicketLine line, PurchaseFacts facts) {
    return event
        .ticketType(line.ticketTypeCode())
        .map(type -> facts.available().getOrDefault(type.id(), 0))
        .orElse(0);
  }
}
