package com.turnstile.data;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What the schema's change logs brought that orders are computed from. Immutable.
 *
 * @param events 1 to 200, by id
 * @param rules the fee rules of all events, by id
 */
record Seed(List<SeedEvent> events, List<FeeRule> rules) {

  Seed {
    events = List.copyOf(events);
    rules = List.copyOf(rules);
  }

  /** A ticket type's price in cents and what is left of it. */
  record SeedType(long id, String code, int cents, int available) {}

  /** An event of the seed with its ticket types by id. */
  record SeedEvent(long id, String code, String region, List<SeedType> types) {

    /** Whether somebody may have bought of each type. */
    boolean isSellable() {
      return types.stream().allMatch(type -> type.available() > 0);
    }
  }

  /**
   * A fee.
   *
   * @param tenThousandths percents or euros × 10,000
   */
  record FeeRule(boolean isPercent, long tenThousandths) {

    /** In cents, rounded half up. */
    long feeOf(long subtotalCents, int tickets) {
      return isPercent
          ? (subtotalCents * tenThousandths + 500_000) / 1_000_000
          : (tenThousandths * tickets + 50) / 100;
    }
  }

  static Seed read(Connection connection) throws SQLException {
    List<SeedEvent> events = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT e.id, e.code, v.tax_region, t.id, t.code, t.unit_price, s.available
                FROM event e JOIN venue v ON v.id = e.venue_id
                JOIN ticket_type t ON t.event_id = e.id JOIN stock s ON s.ticket_type_id = t.id
                WHERE e.id <= 200 ORDER BY e.id, t.id\
                """)) {
      while (row.next()) {
        long id = row.getLong(1);
        if (events.isEmpty() || events.getLast().id() != id) {
          events.add(new SeedEvent(id, row.getString(2), row.getString(3), new ArrayList<>()));
        }
        int cents = row.getBigDecimal(6).movePointRight(2).intValueExact();
        SeedType type = new SeedType(row.getLong(4), row.getString(5), cents, row.getInt(7));
        events.getLast().types().add(type);
      }
    }
    List<FeeRule> rules = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT kind, amount FROM fee_rule WHERE event_id IS NULL ORDER BY id")) {
      while (row.next()) {
        BigDecimal amount = row.getBigDecimal(2).movePointRight(4);
        rules.add(new FeeRule("PERCENT".equals(row.getString(1)), amount.longValueExact()));
      }
    }
    return new Seed(events, rules);
  }
}
