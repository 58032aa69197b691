package io.matapalo.fastpath.events;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * An event as clients see it. Immutable.
 *
 * @param ticketTypes by age
 */
record ListedEvent(
    String code,
    String name,
    Venue venue,
    Instant startsAt,
    String status,
    String currency,
    List<Type> ticketTypes) {

  ListedEvent {
    ticketTypes = List.copyOf(ticketTypes);
  }

  ListedEvent with(List<Type> types) {
    return new ListedEvent(code, name, venue, startsAt, status, currency, types);
  }

  /** Where it is. */
  record Venue(String name, String countryCode) {}

  /** A kind of ticket, with how many are left. */
  record Type(String code, String name, BigDecimal unitPrice, int available) {}

  /** How many events match a search, and the first of them. */
  record Page(int matches, List<ListedEvent> events) {

    static final Page EMPTY = new Page(0, List.of());

    Page {
      events = List.copyOf(events);
    }
  }
}
