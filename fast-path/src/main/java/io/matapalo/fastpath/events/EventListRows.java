package io.matapalo.fastpath.events;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Query;
import io.matapalo.fastpath.rows.RowTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events with venue, ticket types and stock: one statement, however many there are. Blocks.
 * Thread-safe.
 */
final class EventListRows {

  /** Chosen events, each with a row for each of its ticket types, in an order to be added. */
  private static final String WITH_TYPES =
      """
      SELECT e.id, e.matches, e.code, e.name, v.name AS venue_name, v.country_code, e.starts_at,
             e.status, e.currency, t.code AS type_code, t.name AS type_name, t.unit_price,
             COALESCE(s.available, 0) AS available
      FROM (%s) e
      JOIN venue v ON v.id = e.venue_id
      LEFT JOIN ticket_type t ON t.event_id = e.id
      LEFT JOIN stock s ON s.ticket_type_id = t.id
      ORDER BY %s, t.id\
      """;

  /** Without a window function, which would read the events behind the limit too. */
  private static final Query NEXT =
      new Query(
          "events.next",
          WITH_TYPES.formatted(
              """
              SELECT e.*, 0 AS matches
              FROM event e WHERE e.status = 'ON_SALE' AND e.starts_at >= ?
              ORDER BY e.starts_at, e.id LIMIT ?\
              """,
              "e.starts_at, e.id"));

  private static final Query BY_CODE =
      new Query(
          "events.by-code",
          WITH_TYPES.formatted("SELECT e.*, 1 AS matches FROM event e WHERE e.code = ?", "e.id"));

  private final Database database;

  EventListRows(Database database) {
    this.database = database;
  }

  /** The events on sale that start at {@code from} or later, by start, then age. */
  List<ListedEvent> next(Instant from, int limit) throws SQLException {
    return database.read(
        NEXT,
        parameters -> parameters.time(RowTimes.least(from)).number(limit),
        row -> page(row).events());
  }

  /** The event with exactly this code; the database compares without case. */
  Optional<ListedEvent> find(String code) throws SQLException {
    return database
        .read(BY_CODE, parameters -> parameters.text(code), row -> page(row).events())
        .stream()
        .filter(event -> event.code().equals(code))
        .findFirst();
  }

  /**
   * How many events match, and the first of them. What is compared and sorted stands in one index,
   * so only the events of the page are read whole.
   */
  ListedEvent.Page search(EventFilter filter, EventQuery.Sort sort, int limit) throws SQLException {
    String chosen =
        """
        SELECT e.*, m.matches, m.place
        FROM (
          SELECT e.id, COUNT(*) OVER () AS matches, ROW_NUMBER() OVER (ORDER BY %s) AS place
          FROM event e WHERE %s ORDER BY place LIMIT ?
        ) m
        JOIN event e ON e.id = m.id\
        """
            .formatted(order(sort), filter.sql());
    Query query = new Query("events.search", WITH_TYPES.formatted(chosen, "e.place"));
    return database.read(
        query,
        parameters -> {
          filter.bind(parameters);
          parameters.number(limit);
        },
        EventListRows::page);
  }

  private static String order(EventQuery.Sort sort) {
    return switch (sort) {
      case NAME -> "LOWER(e.name), e.id";
      case STARTS_AT -> "e.starts_at, e.id";
      case PRICE -> "(SELECT MIN(t.unit_price) FROM ticket_type t WHERE t.event_id = e.id), e.id";
      case AVAILABLE ->
          "(SELECT SUM(s.available) FROM ticket_type t JOIN stock s ON s.ticket_type_id = t.id"
              + " WHERE t.event_id = e.id) DESC, e.id";
    };
  }

  private static ListedEvent.Page page(ResultSet row) throws SQLException {
    List<ListedEvent> events = new ArrayList<>();
    int matches = 0;
    boolean more = row.next();
    while (more) {
      matches = row.getInt("matches");
      long id = row.getLong("id");
      ListedEvent event = event(row);
      List<ListedEvent.Type> types = new ArrayList<>();
      do {
        if (row.getString("type_code") != null) {
          types.add(type(row));
        }
        more = row.next();
      } while (more && row.getLong("id") == id);
      events.add(event.with(types));
    }
    return new ListedEvent.Page(matches, events);
  }

  private static ListedEvent event(ResultSet row) throws SQLException {
    return new ListedEvent(
        row.getString("code"),
        row.getString("name"),
        new ListedEvent.Venue(row.getString("venue_name"), row.getString("country_code")),
        RowTimes.read(row, "starts_at"),
        row.getString("status"),
        row.getString("currency"),
        List.of());
  }

  private static ListedEvent.Type type(ResultSet row) throws SQLException {
    return new ListedEvent.Type(
        row.getString("type_code"),
        row.getString("type_name"),
        row.getBigDecimal("unit_price"),
        row.getInt("available"));
  }
}
