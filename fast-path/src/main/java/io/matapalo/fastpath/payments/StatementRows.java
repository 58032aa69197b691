package io.matapalo.fastpath.payments;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Query;
import io.matapalo.fastpath.rows.RowTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The orders of a time with their lines and bookings, by one statement: so a refund beside it is
 * seen whole or not at all. Blocks. Thread-safe.
 */
final class StatementRows {

  /** The customer, then the orders, then all lines, then all bookings. */
  private static final Query STATEMENT =
      new Query(
          "payments.statement",
          """
          WITH o AS (SELECT * FROM orders WHERE customer_id = ? AND created_at >= ? AND created_at < ?)
          SELECT 'CUSTOMER' AS part, c.id, NULL AS created_at, 0 AS no, NULL AS text, NULL AS event_code,
                 NULL AS status, NULL AS currency, 0 AS quantity, 0.00 AS one, 0.00 AS other
          FROM customer c WHERE c.id = ?
          UNION ALL
          SELECT 'ORDER', o.id, o.created_at, 0, o.order_reference, e.code,
                 o.status, o.currency, 0, o.total, 0.00
          FROM o JOIN event e ON e.id = o.event_id
          UNION ALL
          SELECT 'LINE', o.id, o.created_at, l.line_no, t.code, NULL,
                 NULL, NULL, l.quantity, l.unit_price, l.amount
          FROM o JOIN order_line l ON l.order_id = o.id JOIN ticket_type t ON t.id = l.ticket_type_id
          UNION ALL
          SELECT 'ENTRY', o.id, o.created_at, b.entry_no, b.account, NULL,
                 NULL, NULL, 0, b.debit, b.credit
          FROM o JOIN ledger_entry b ON b.order_id = o.id
          ORDER BY FIELD(part, 'CUSTOMER', 'ORDER', 'LINE', 'ENTRY'), created_at, id, no\
          """);

  private final Database database;

  StatementRows(Database database) {
    this.database = database;
  }

  /** The orders from {@code from} to before {@code to}; empty when there is no such customer. */
  Optional<Statement> find(long customerId, Instant from, Instant to) throws SQLException {
    return database.read(
        STATEMENT,
        parameters -> {
          parameters.number(customerId).time(RowTimes.least(from)).time(RowTimes.least(to));
          parameters.number(customerId);
        },
        row ->
            row.next()
                ? Optional.of(new Statement(customerId, from, to, items(row)))
                : Optional.empty());
  }

  private static List<Statement.Item> items(ResultSet row) throws SQLException {
    Map<Long, Statement.Item> orders = new LinkedHashMap<>();
    while (row.next()) {
      long id = row.getLong("id");
      switch (row.getString("part")) {
        case "ORDER" -> orders.put(id, new Statement.Item(head(row)));
        case "LINE" -> Objects.requireNonNull(orders.get(id)).lines().add(line(row));
        default -> Objects.requireNonNull(orders.get(id)).entries().add(entry(row));
      }
    }
    return List.copyOf(orders.values());
  }

  private static Transaction.Head head(ResultSet row) throws SQLException {
    return new Transaction.Head(
        row.getString("text"),
        row.getString("event_code"),
        row.getString("status"),
        row.getString("currency"),
        row.getBigDecimal("one"),
        RowTimes.read(row, "created_at"));
  }

  private static Statement.Line line(ResultSet row) throws SQLException {
    return new Statement.Line(
        row.getString("text"),
        row.getInt("quantity"),
        row.getBigDecimal("one"),
        row.getBigDecimal("other"));
  }

  private static Transaction.Entry entry(ResultSet row) throws SQLException {
    return new Transaction.Entry(
        row.getInt("no"),
        row.getString("text"),
        row.getBigDecimal("one"),
        row.getBigDecimal("other"));
  }
}
