package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.stock.StockCount;
import io.matapalo.fastpath.stock.TicketLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the database says, in one look, of a request to hold tickets. Immutable.
 *
 * @param holdsRequestId whether a reservation has the request id, compared as the database does
 * @param customerIsActive whether the customer exists and is active
 * @param eventId empty when there is no event on sale with exactly the code
 * @param types those of the wanted ticket types that the event has, by their codes
 * @param holdMinutes the text that is configured; empty when there is none
 */
record HoldFacts(
    boolean holdsRequestId,
    boolean customerIsActive,
    Optional<Long> eventId,
    Map<String, Type> types,
    Optional<String> holdMinutes) {

  private static final int USUAL_MINUTES = 15;

  HoldFacts {
    types = Map.copyOf(types);
  }

  /** A ticket type, and how many of it are left. */
  record Type(long id, int available) {}

  /** The contract's checks 6 to 8: why nothing can be held for the request, if so. */
  Optional<Refused> firstProblem(ReserveRequest request) {
    if (!customerIsActive) {
      return Optional.of(
          new Refused(FaultCode.UNKNOWN_CUSTOMER, "no active customer " + request.customerId()));
    }
    if (eventId.isEmpty()) {
      return Optional.of(
          new Refused(
              FaultCode.UNKNOWN_EVENT, "no event on sale with code " + request.eventCode()));
    }
    return request.lines().stream()
        .map(TicketLine::ticketTypeCode)
        .filter(code -> !types.containsKey(code))
        .findFirst()
        .map(code ->
            new Refused(
                FaultCode.UNKNOWN_TICKET_TYPE,
                "event " + request.eventCode() + " has no ticket type " + code));
  }

  /** Check 9: the first ticket type of which too few are left, if any. */
  Optional<String> shortage(ReserveRequest request) {
    return request.lines().stream()
        .filter(line -> type(line).available() < line.quantity())
        .findFirst()
        .map(TicketLine::ticketTypeCode);
  }

  /** What the request takes from stock, line by line. */
  List<StockCount> stock(ReserveRequest request) {
    return request.lines().stream()
        .map(line -> new StockCount(type(line).id(), line.quantity()))
        .toList();
  }

  /** The code of one of the types. */
  String codeOf(long typeId) {
    return types.entrySet().stream()
        .filter(type -> type.getValue().id() == typeId)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** The event's id. */
  long event() {
    return eventId.orElseThrow();
  }

  /** For how long tickets are held. */
  int minutes() {
    return holdMinutes.map(Integer::parseInt).orElse(USUAL_MINUTES);
  }

  private Type type(TicketLine line) {
    return Optional.ofNullable(types.get(line.ticketTypeCode())).orElseThrow();
  }
}
