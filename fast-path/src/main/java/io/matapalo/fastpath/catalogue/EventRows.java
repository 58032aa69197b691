package io.matapalo.fastpath.catalogue;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events in the database, with their ticket types and fees by one statement. Blocks. Thread-safe.
 */
public final class EventRows {

  /** A row for each ticket type with each fee, of both of which an event has a few. */
  private static final Query EVENT =
      new Query(
          "catalogue.event",
          """
          SELECT e.id, e.code, e.name, e.status, e.currency, v.tax_region,
                 (SELECT c.value FROM config_entry c WHERE c.name = 'checkout.tax-category') AS tax_category,
                 t.id AS type_id, t.code AS type_code, t.unit_price, f.id AS fee_id, f.kind, f.amount
          FROM event e JOIN venue v ON v.id = e.venue_id
          LEFT JOIN ticket_type t ON t.event_id = e.id
          LEFT JOIN fee_rule f ON f.event_id = e.id OR f.event_id IS NULL
          WHERE e.code = ? ORDER BY t.id, f.id\
          """);

  /** What the monolith takes where nothing is configured. */
  private static final String DEFAULT_TAX_CATEGORY = "EVENT_TICKET";

  private final Database database;

  public EventRows(Database database) {
    this.database = database;
  }

  /** The event with exactly this code; the database compares without case. */
  Optional<Event> find(String code) throws SQLException {
    return database.read(
        EVENT,
        parameters -> parameters.text(code),
        row ->
            row.next() && row.getString("code").equals(code)
                ? Optional.of(read(row))
                : Optional.empty());
  }

  private static Event read(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    String code = row.getString("code");
    String name = row.getString("name");
    String status = row.getString("status");
    String currency = row.getString("currency");
    String region = row.getString("tax_region");
    String category = row.getString("tax_category");
    Map<Long, TicketType> types = new LinkedHashMap<>();
    Map<Long, FeeRule> fees = new LinkedHashMap<>();
    do {
      long typeId = row.getLong("type_id");
      if (typeId != 0) {
        types.put(
            typeId,
            new TicketType(typeId, row.getString("type_code"), row.getBigDecimal("unit_price")));
      }
      long feeId = row.getLong("fee_id");
      if (feeId != 0) {
        FeeRule.Kind kind = FeeRule.Kind.valueOf(row.getString("kind"));
        fees.put(feeId, new FeeRule(kind, row.getBigDecimal("amount")));
      }
    } while (row.next());
    String taxCategory = category == null ? DEFAULT_TAX_CATEGORY : category;
    return new Event(
        id,
        code,
        name,
        status,
        currency,
        region,
        taxCategory,
        List.copyOf(types.values()),
        List.copyOf(fees.values()));
  }
}
