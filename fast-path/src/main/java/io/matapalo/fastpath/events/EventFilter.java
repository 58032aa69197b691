package io.matapalo.fastpath.events;

import io.matapalo.fastpath.rows.Parameters;
import io.matapalo.fastpath.rows.RowTimes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which events match, as a condition of SQL with its values. Immutable.
 *
 * @param venues the ids of the only venues that match; empty when all do
 */
record EventFilter(
    Optional<String> text,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Set<Long>> venues) {

  static EventFilter of(
      Optional<String> text,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Set<Long>> venues) {
    return new EventFilter(text, from, to, venues);
  }

  boolean matchesNothing() {
    return venues.filter(Set::isEmpty).isPresent();
  }

  /** The condition on {@code event e}. */
  String sql() {
    List<String> conditions = new ArrayList<>(List.of("TRUE"));
    text.ifPresent(_ -> conditions.add("LOWER(e.name) LIKE ? ESCAPE '!'"));
    from.ifPresent(_ -> conditions.add("e.starts_at >= ?"));
    to.ifPresent(_ -> conditions.add("e.starts_at < ?"));
    venues.ifPresent(ids -> conditions.add("e.venue_id IN (" + Parameters.marks(ids.size()) + ")"));
    return String.join(" AND ", conditions);
  }

  /** Sets its values, in the order of {@link #sql}. */
  void bind(Parameters parameters) throws SQLException {
    if (text.isPresent()) {
      parameters.text("%" + escaped(text.get().toLowerCase(Locale.ROOT)) + "%");
    }
    if (from.isPresent()) {
      parameters.time(RowTimes.least(from.get()));
    }
    if (to.isPresent()) {
      parameters.time(RowTimes.least(to.get()));
    }
    for (long id : venues.orElse(Set.of())) {
      parameters.number(id);
    }
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
