package io.matapalo.fastpath.payments;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Query;
import io.matapalo.fastpath.rows.RowTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Orders as payments: one statement, however many there are. Blocks. Thread-safe. */
final class TransactionRows {

  private static final Query ONE =
      new Query(
          "payments.transaction",
          """
          SELECT o.order_reference, e.code AS event_code, o.status, o.currency, o.total, o.created_at,
                 o.customer_id, e.name AS event_name, o.subtotal, o.fees, o.tax, o.card_last_four,
                 o.authorisation_code, l.entry_no, l.account, l.debit, l.credit
          FROM orders o JOIN event e ON e.id = o.event_id
          LEFT JOIN ledger_entry l ON l.order_id = o.id
          WHERE o.order_reference = ? ORDER BY l.entry_no\
          """);

  /** No row without a customer, one without an order where there is none. */
  private static final Query LATEST =
      new Query(
          "payments.latest",
          """
          SELECT o.order_reference, e.code AS event_code, o.status, o.currency, o.total, o.created_at,
                 (SELECT COALESCE(SUM(l.debit - l.credit), 0.00) FROM ledger_entry l
                  WHERE l.order_id = o.id AND l.account = 'CARD_CLEARING') AS paid
          FROM customer c
          LEFT JOIN (SELECT * FROM orders WHERE customer_id = ?
                     ORDER BY created_at DESC, id DESC LIMIT ?) o ON o.customer_id = c.id
          LEFT JOIN event e ON e.id = o.event_id
          WHERE c.id = ? ORDER BY o.created_at DESC, o.id DESC\
          """);

  private final Database database;

  TransactionRows(Database database) {
    this.database = database;
  }

  /** The order with exactly this reference; the database compares without case. */
  Optional<Transaction> find(String reference) throws SQLException {
    return database.read(
        ONE,
        parameters -> parameters.text(reference),
        row ->
            row.next() && row.getString("order_reference").equals(reference)
                ? Optional.of(transaction(row))
                : Optional.empty());
  }

  /** The customer's latest orders, latest first; empty when there is no such customer. */
  Optional<List<Transaction.Summary>> latest(long customerId, int limit) throws SQLException {
    return database.read(
        LATEST,
        parameters -> parameters.number(customerId).number(limit).number(customerId),
        row -> row.next() ? Optional.of(summaries(row)) : Optional.empty());
  }

  /** What every answer tells of the order of this row. */
  static Transaction.Head head(ResultSet row) throws SQLException {
    return new Transaction.Head(
        row.getString("order_reference"),
        row.getString("event_code"),
        row.getString("status"),
        row.getString("currency"),
        row.getBigDecimal("total"),
        RowTimes.read(row, "created_at"));
  }

  private static Transaction transaction(ResultSet row) throws SQLException {
    Transaction.Charge charge =
        new Transaction.Charge(
            row.getBigDecimal("subtotal"),
            row.getBigDecimal("fees"),
            row.getBigDecimal("tax"),
            row.getString("card_last_four"),
            row.getString("authorisation_code"));
    return new Transaction(
        head(row), row.getLong("customer_id"), row.getString("event_name"), charge, entries(row));
  }

  private static List<Transaction.Entry> entries(ResultSet row) throws SQLException {
    List<Transaction.Entry> entries = new ArrayList<>();
    do {
      String account = row.getString("account");
      if (account != null) {
        entries.add(
            new Transaction.Entry(
                row.getInt("entry_no"),
                account,
                row.getBigDecimal("debit"),
                row.getBigDecimal("credit")));
      }
    } while (row.next());
    return entries;
  }

  private static List<Transaction.Summary> summaries(ResultSet row) throws SQLException {
    List<Transaction.Summary> summaries = new ArrayList<>();
    do {
      if (row.getString("order_reference") != null) {
        summaries.add(new Transaction.Summary(head(row), row.getBigDecimal("paid")));
      }
    } while (row.next());
    return summaries;
  }
}
