package io.matapalo.fastpath.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * What a purchase needs to know of an event; nothing in it changes from purchase to purchase.
 * Immutable.
 *
 * @param ticketTypes by id
 * @param feeRules by id, the general ones included
 */
public record Event(
    long id,
    String code,
    String name,
    String status,
    String currency,
    String taxRegion,
    String taxCategory,
    List<TicketType> ticketTypes,
    List<FeeRule> feeRules) {

  public Event {
    ticketTypes = List.copyOf(ticketTypes);
    feeRules = List.copyOf(feeRules);
  }

  public boolean isOnSale() {
    return status.equals("ON_SALE");
  }

  /** The ticket type with exactly this code. */
  public Optional<TicketType> ticketType(String ticketTypeCode) {
    return ticketTypes.stream().filter(type -> type.code().equals(ticketTypeCode)).findFirst();
  }
}
