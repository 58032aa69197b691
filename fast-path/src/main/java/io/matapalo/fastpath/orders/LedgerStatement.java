package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.rows.Parameters;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Books an order in the ledger, or books it back. Confined to one transaction. */
record LedgerStatement(Connection connection) {

  private static final String INSERT =
      "INSERT INTO ledger_entry (order_id, entry_no, account, debit, credit, currency) VALUES ";
  private static final BigDecimal NOTHING = new BigDecimal("0.00");

  private record Entry(String account, BigDecimal debit, BigDecimal credit) {

    Entry reversed() {
      return new Entry(account, credit, debit);
    }
  }

  /** Entries 1 to 4. */
  void book(long orderId, Order order) throws SQLException {
    insert(orderId, 1, entries(order.totals()), order.currency());
  }

  /** Entries 5 to 8: the first four with debit and credit exchanged. */
  void reverse(long orderId, Order order) throws SQLException {
    List<Entry> booked = entries(order.totals());
    List<Entry> reversed = booked.stream().map(Entry::reversed).toList();
    insert(orderId, 1 + booked.size(), reversed, order.currency());
  }

  private static List<Entry> entries(Order.Totals totals) {
    return List.of(
        new Entry("CARD_CLEARING", totals.total(), NOTHING),
        new Entry("TICKET_REVENUE", NOTHING, totals.subtotal()),
        new Entry("FEE_REVENUE", NOTHING, totals.fees()),
        new Entry("TAX_PAYABLE", NOTHING, totals.tax()));
  }

  private void insert(long orderId, int firstNo, List<Entry> entries, String currency)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(INSERT + Parameters.rows(6, entries.size()))) {
      Parameters parameters = new Parameters(insert);
      int entryNo = firstNo;
      for (Entry entry : entries) {
        parameters.number(orderId).number(entryNo++).text(entry.account());
        parameters.amount(entry.debit()).amount(entry.credit()).text(currency);
      }
      insert.executeUpdate();
    }
  }
}
