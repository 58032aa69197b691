package io.matapalo.fastpath.events;

import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.operation.RequestChecks;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks what is asked and answers it. Blocks. Thread-safe. */
final class EventQueries {

  private final EventListRows events;
  private final VenueRows venues;

  EventQueries(EventListRows events, VenueRows venues) {
    this.events = events;
    this.venues = venues;
  }

  /** One statement. */
  List<ListedEvent> next(EventQuery.Next query) throws SQLException {
    Instant from = RequestChecks.time("from", query.from());
    return events.next(from, RequestChecks.limit(query.limit()));
  }

  /** One statement. */
  ListedEvent event(String code) throws SQLException {
    RequestChecks.notBlank("eventCode", code);
    return events
        .find(code)
        .orElseThrow(() -> new Refused(FaultCode.UNKNOWN_EVENT, "no event with code " + code));
  }

  /** One statement, or two where the place is asked for. */
  ListedEvent.Page search(EventQuery.Search query) throws SQLException {
    EventQuery.Place place = query.place();
    Optional<String> text = RequestChecks.optional("text", query.text());
    Optional<String> venue = RequestChecks.optional("venue", place.venue());
    Optional<String> country = RequestChecks.optional("countryCode", place.countryCode());
    Optional<Instant> from = RequestChecks.optionalTime("from", query.period().from());
    Optional<Instant> to = RequestChecks.optionalTime("to", query.period().to());
    EventQuery.Sort sort = RequestChecks.oneOf("sort", query.sort(), EventQuery.Sort.values());
    int limit = RequestChecks.limit(query.limit());
    if (from.isPresent() && to.isPresent()) {
      RequestChecks.ordered(from.get(), to.get());
    }
    Optional<Set<Long>> where = Optional.empty();
    if (venue.isPresent() || country.isPresent()) {
      where = Optional.of(venues.matching(venue, country));
    }
    EventFilter filter = EventFilter.of(text, from, to, where);
    return filter.matchesNothing() ? ListedEvent.Page.EMPTY : events.search(filter, sort, limit);
  }
}
