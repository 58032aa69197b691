package io.matapalo.fastpath.checkout.sale;

import io.matapalo.fastpath.catalogue.Event;
import io.matapalo.fastpath.catalogue.EventCatalogue;
import io.matapalo.fastpath.catalogue.TicketType;
import io.matapalo.fastpath.notifications.Recipient;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Parameters;
import io.matapalo.fastpath.rows.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@link PurchaseFacts}: the event through its catalogue, everything else by one statement
 * and never through a cache, because customers, orders and stock change with every purchase.
 * Blocks. Thread-safe.
 */
public final class PurchaseFactRows {

  private static final String SELECT =
      """
      SELECT c.status, c.email, c.name, o.id AS order_id, s.ticket_type_id, s.available
      FROM (SELECT 1 AS one) always
      LEFT JOIN customer c ON c.id = ?
      LEFT JOIN orders o ON o.request_id = ?
      LEFT JOIN stock s ON s.ticket_type_id IN (\
      """;

  private final Database database;
  private final EventCatalogue events;

  public PurchaseFactRows(Database database, EventCatalogue events) {
    this.database = database;
    this.events = events;
  }

  /** What is known of {@code request}. */
  public PurchaseFacts look(PurchaseRequest request, Deadline deadline) throws SQLException {
    Optional<Event> event = events.find(request.eventCode(), deadline);
    // No ticket type has the id 0; the list must not be empty.
    List<Long> known = ticketTypeIds(request, event);
    List<Long> ids = known.isEmpty() ? List.of(0L) : known;
    String sql = SELECT + Parameters.marks(ids.size()) + ")";
    return database.read(
        new Query("checkout.facts", sql),
        parameters -> {
          parameters.number(request.customerId()).text(request.requestId());
          for (long id : ids) {
            parameters.number(id);
          }
        },
        row -> read(event, row));
  }

  private static PurchaseFacts read(Optional<Event> event, ResultSet row) throws SQLException {
    Optional<PurchaseFacts.Buyer> customer = Optional.empty();
    boolean holdsRequestId = false;
    Map<Long, Integer> available = new HashMap<>();
    while (row.next()) {
      customer = buyer(row);
      holdsRequestId = row.getLong("order_id") != 0;
      long ticketTypeId = row.getLong("ticket_type_id");
      if (ticketTypeId != 0) {
        available.put(ticketTypeId, row.getInt("available"));
      }
    }
    return new PurchaseFacts(event, customer, holdsRequestId, available);
  }

  private static Optional<PurchaseFacts.Buyer> buyer(ResultSet row) throws SQLException {
    String status = row.getString("status");
    return status == null
        ? Optional.empty()
        : Optional.of(
            new PurchaseFacts.Buyer(
                status, new Recipient(row.getString("email"), row.getString("name"))));
  }

  /** The ids of those ticket types of the request that the event has. */
  private static List<Long> ticketTypeIds(PurchaseRequest request, Optional<Event> event) {
    return event
        .map(known ->
            request.lines().stream()
                .flatMap(line -> known.ticketType(line.ticketTypeCode()).stream())
                .map(TicketType::id)
                .toList())
        .orElse(List.of());
  }
}
