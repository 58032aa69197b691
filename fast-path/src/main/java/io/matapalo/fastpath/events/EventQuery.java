package io.matapalo.fastpath.events;

import java.time.Instant;
import java.util.Optional;

/** What is asked, valid or not. */
final class EventQuery {

  private EventQuery() {}

  /** The next events on sale. */
  record Next(Optional<Instant> from, int limit) {}

  /** The events that match; what is blank or empty matches all. */
  record Search(String text, Place place, Period period, Optional<Sort> sort, int limit) {}

  /** Where; the venue by a part of its name. */
  record Place(String venue, String countryCode) {}

  /** When; {@code to} exclusive. */
  record Period(Optional<Instant> from, Optional<Instant> to) {}

  /** In which order; equals come by age. */
  enum Sort {
    NAME,
    STARTS_AT,
    PRICE,
    AVAILABLE
  }
}
