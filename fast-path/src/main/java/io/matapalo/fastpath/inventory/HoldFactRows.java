package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Parameters;
import io.matapalo.fastpath.rows.Query;
import io.matapalo.fastpath.stock.TicketLine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@link HoldFacts} by one statement, and nothing of it from a cache. Thread-safe. */
final class HoldFactRows {

  private final Database database;

  HoldFactRows(Database database) {
    this.database = database;
  }

  HoldFacts look(ReserveRequest request) throws SQLException {
    return database.read(
        new Query("reservations.facts", sql(request.lines().size())),
        parameters -> {
          parameters.number(request.customerId()).text(request.requestId());
          parameters.text(request.eventCode());
          for (TicketLine line : request.lines()) {
            parameters.text(line.ticketTypeCode());
          }
        },
        row -> read(row, request.eventCode()));
  }

  private static String sql(int types) {
    return """
    SELECT c.status AS customer_status, r.id AS reservation_id,
           e.id AS event_id, e.code AS event_code, e.status AS event_status,
           t.id AS type_id, t.code AS type_code, COALESCE(s.available, 0) AS available,
           (SELECT f.value FROM config_entry f WHERE f.name = 'inventory.hold-minutes') AS minutes
    FROM (SELECT 1 AS one) always
    LEFT JOIN customer c ON c.id = ?
    LEFT JOIN reservation r ON r.request_id = ?
    LEFT JOIN event e ON e.code = ?
    LEFT JOIN ticket_type t ON t.event_id = e.id AND t.code IN (%s)
    LEFT JOIN stock s ON s.ticket_type_id = t.id\
    """
        .formatted(Parameters.marks(types));
  }

  /** One row at least; codes compare exactly here, which the database does not do. */
  private static HoldFacts read(ResultSet row, String eventCode) throws SQLException {
    row.next();
    boolean active = "ACTIVE".equals(row.getString("customer_status"));
    boolean taken = row.getLong("reservation_id") != 0;
    boolean onSale =
        eventCode.equals(row.getString("event_code"))
            && "ON_SALE".equals(row.getString("event_status"));
    Optional<Long> eventId = onSale ? Optional.of(row.getLong("event_id")) : Optional.empty();
    Optional<String> minutes = Optional.ofNullable(row.getString("minutes"));
    Map<String, HoldFacts.Type> types = new HashMap<>();
    do {
      String code = row.getString("type_code");
      if (code != null) {
        types.put(code, new HoldFacts.Type(row.getLong("type_id"), row.getInt("available")));
      }
    } while (row.next());
    return new HoldFacts(taken, active, eventId, types, minutes);
  }
}
