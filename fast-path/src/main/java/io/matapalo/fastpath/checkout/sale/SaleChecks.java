package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.events.Event;
import java.util.Optional;

/** The contract's checks 8 to 11, which need the customer, the event and its stock. Pure. */
public final class SaleChecks {

  private SaleChecks() {}

  /** Why the request cannot be sold, if so. */
  public static Optional<Refusal> firstProblem(PurchaseRequest request, PurchaseFacts facts) {
    if (!facts.customerIsActive()) {
      return Optional.of(
          new Refusal(FaultCode.UNKNOWN_CUSTOMER, "no active customer " + request.customerId()));
    }
    Optional<Event> event = facts.event().filter(Event::isOnSale);
    if (event.isEmpty()) {
      return Optional.of(Refusal.unknownEvent(request.eventCode()));
    }
    return unknownTicketType(request, event.get()).or(() -> soldOut(request, event.get(), facts));
  }

  private static Optional<Refusal> unknownTicketType(PurchaseRequest request, Event event) {
    return request.lines().stream()
        .map(PurchaseRequest.Line::ticketTypeCode)
        .filter(code -> event.ticketType(code).isEmpty())
        .findFirst()
        .map(code ->
            new Refusal(
                FaultCode.UNKNOWN_TICKET_TYPE,
                "event " + event.code() + " has no ticket type " + code));
  }

  private static Optional<Refusal> soldOut(
      PurchaseRequest request, Event event, PurchaseFacts facts) {
    return request.lines().stream()
        .filter(line -> left(event, line, facts) < line.quantity())
        .findFirst()
        .map(line -> Refusal.soldOut(line.ticketTypeCode()));
  }

  private static int left(Event event, PurchaseRequest.Line line, PurchaseFacts facts) {
    return event
        .ticketType(line.ticketTypeCode())
        .map(type -> facts.available().getOrDefault(type.id(), 0))
        .orElse(0);
  }
}
