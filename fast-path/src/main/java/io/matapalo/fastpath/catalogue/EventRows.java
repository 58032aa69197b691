package io.matapalo.fastpath.catalogue;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events in the database: two statements for one. Blocks. Thread-safe. */
public final class EventRows {

  private static final Query EVENT =
      new Query(
          "catalogue.event",
          """
          SELECT e.id, e.code, e.name, e.status, e.currency, v.tax_region,
                 (SELECT c.value FROM config_entry c WHERE c.name = 'checkout.tax-category') AS tax_category,
                 t.id AS type_id, t.code AS type_code, t.unit_price
          FROM event e JOIN venue v ON v.id = e.venue_id
          LEFT JOIN ticket_type t ON t.event_id = e.id
          WHERE e.code = ? ORDER BY t.id\
          """);
  private static final Query FEES =
      new Query(
          "catalogue.fees",
          "SELECT kind, amount FROM fee_rule WHERE event_id = ? OR event_id IS NULL ORDER BY id");

  /** What the monolith takes where nothing is configured. */
  private static final String DEFAULT_TAX_CATEGORY = "EVENT_TICKET";

  private final Database database;

  public EventRows(Database database) {
    this.database = database;
  }

  /** The event with exactly this code; the database compares without case. */
  Optional<Event> find(String code) throws SQLException {
    Optional<Event> found =
        database.read(
            EVENT,
            parameters -> parameters.text(code),
            row ->
                row.next() && row.getString("code").equals(code)
                    ? Optional.of(read(row))
                    : Optional.empty());
    return found.isPresent() ? Optional.of(found.get().with(fees(found.get().id()))) : found;
  }

  /** The event without its fees. */
  private static Event read(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    String code = row.getString("code");
    String name = row.getString("name");
    String status = row.getString("status");
    String currency = row.getString("currency");
    String region = row.getString("tax_region");
    String category = row.getString("tax_category");
    List<TicketType> types = new ArrayList<>();
    do {
      long typeId = row.getLong("type_id");
      if (typeId != 0) {
        types.add(
            new TicketType(typeId, row.getString("type_code"), row.getBigDecimal("unit_price")));
      }
    } while (row.next());
    String taxCategory = category == null ? DEFAULT_TAX_CATEGORY : category;
    return new Event(id, code, name, status, currency, region, taxCategory, types, List.of());
  }

  private List<FeeRule> fees(long eventId) throws SQLException {
    return database.read(
        FEES,
        parameters -> parameters.number(eventId),
        row -> {
          List<FeeRule> fees = new ArrayList<>();
          while (row.next()) {
            fees.add(
                new FeeRule(
                    FeeRule.Kind.valueOf(row.getString("kind")), row.getBigDecimal("amount")));
          }
          return fees;
        });
  }
}
