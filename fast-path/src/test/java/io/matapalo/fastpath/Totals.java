package io.matapalo.fastpath;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The provider's totals, and the stock of an event by ticket type: STANDING, SEATED, BALCONY, VIP;
 * for tests.
 */
record Totals(
    long authorised,
    long captures,
    BigDecimal captured,
    long voids,
    long refunds,
    List<Long> stock) {

  static Totals of(TurnstileStack stack, int event) throws SQLException {
    List<Long> stock =
        stack
            .rows(
                "SELECT s.available FROM stock s JOIN ticket_type t ON t.id = s.ticket_type_id"
                    + " WHERE t.event_id = ? ORDER BY t.id",
                event)
            .stream()
            .map(Long::parseLong)
            .toList();
    return new Totals(
        stack.payments.payments(),
        stack.payments.captures(),
        stack.payments.counters().captured(),
        stack.payments.voids(),
        stack.payments.refunds(),
        stock);
  }

  Totals minus(Totals earlier) {
    List<Long> difference = new ArrayList<>();
    for (int i = 0; i < stock.size(); i++) {
      difference.add(stock.get(i) - earlier.stock.get(i));
    }
    return new Totals(
        authorised - earlier.authorised,
        captures - earlier.captures,
        captured.subtract(earlier.captured),
        voids - earlier.voids,
        refunds - earlier.refunds,
        difference);
  }

  @Override
  public String toString() {
    return "authorised %d, captured %d, voided %d, refunded %d, stock %s"
        .formatted(authorised, captures, voids, refunds, stock);
  }
}
