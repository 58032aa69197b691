package io.matapalo.fastpath.events;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Query;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Venues, a few hundred. Names are compared here as the monolith compares them, because the
 * database takes letters with and without accents as one. Blocks. Thread-safe.
 */
final class VenueRows {

  private static final Query ALL =
      new Query("events.venues", "SELECT id, name, country_code FROM venue");

  private final Database database;

  VenueRows(Database database) {
    this.database = database;
  }

  /** The ids of those with {@code name} anywhere in theirs, and in exactly that country. */
  Set<Long> matching(Optional<String> name, Optional<String> country) throws SQLException {
    return database.read(
        ALL,
        parameters -> {},
        row -> {
          Set<Long> ids = new HashSet<>();
          while (row.next()) {
            if (name.isEmpty() || contains(row.getString("name"), name.get())) {
              if (country.isEmpty() || country.get().equals(row.getString("country_code"))) {
                ids.add(row.getLong("id"));
              }
            }
          }
          return ids;
        });
  }

  private static boolean contains(String name, String part) {
    return name.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
