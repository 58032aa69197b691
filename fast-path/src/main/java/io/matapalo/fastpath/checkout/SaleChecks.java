package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.events.Event;
import io.matapalo.fastpath.events.TicketType;
import java.util.List;
import java.util.Optional;

/** The contract's checks 8 to 11, which need the customer, the event and its stock. Pure. */
final class SaleChecks {

  private SaleChecks() {}

  static Optional<Refusal> firstProblem(
      PurchaseRequest request, Optional<Event> event, PurchaseFacts facts) {
    if (!facts.customerIsActive()) {
      return Optional.of(
          new Refusal(FaultCode.UNKNOWN_CUSTOMER, "no active customer " + request.customerId()));
    }
    if (event.filter(Event::isOnSale).isEmpty()) {
      return Optional.of(Refusal.unknownEvent(request.eventCode()));
    }
    return unknownTicketType(request, event.get()).or(() -> soldOut(request, event.get(), facts));
  }

  /** The ids of those ticket types of the request that the event has. */
  static List<Long> ticketTypeIds(PurchaseRequest request, Optional<Event> event) {
    return event
        .map(known ->
            request.lines().stream()
                .flatMap(line -> known.ticketType(line.ticketTypeCode()).stream())
                .map(TicketType::id)
                .toList())
        .orElse(List.of());
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
