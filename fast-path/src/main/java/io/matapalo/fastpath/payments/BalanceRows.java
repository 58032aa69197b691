package io.matapalo.fastpath.payments;

import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.rows.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What customers paid in all, summed by the database. Blocks. Thread-safe. */
final class BalanceRows {

  /** No row without a customer, one without a currency where nothing was booked. */
  private static final Query BALANCE =
      new Query(
          "payments.balance",
          """
          SELECT (SELECT COUNT(*) FROM orders WHERE customer_id = c.id) AS transactions,
                 b.currency, b.charged, b.refunded
          FROM customer c
          LEFT JOIN (SELECT o.currency, SUM(l.debit) AS charged, SUM(l.credit) AS refunded
                     FROM orders o
                     JOIN ledger_entry l ON l.order_id = o.id AND l.account = 'CARD_CLEARING'
                     WHERE o.customer_id = ? GROUP BY o.currency) b ON TRUE
          WHERE c.id = ? ORDER BY b.currency\
          """);

  private final Database database;

  BalanceRows(Database database) {
    this.database = database;
  }

  /** Empty when there is no such customer. */
  Optional<Balance> find(long customerId) throws SQLException {
    return database.read(
        BALANCE,
        parameters -> parameters.number(customerId).number(customerId),
        row -> row.next() ? Optional.of(balance(customerId, row)) : Optional.empty());
  }

  private static Balance balance(long customerId, ResultSet row) throws SQLException {
    int transactions = row.getInt("transactions");
    List<Balance.Amounts> amounts = new ArrayList<>();
    do {
      String currency = row.getString("currency");
      if (currency != null) {
        amounts.add(
            new Balance.Amounts(
                currency, row.getBigDecimal("charged"), row.getBigDecimal("refunded")));
      }
    } while (row.next());
    return new Balance(customerId, transactions, amounts);
  }
}
