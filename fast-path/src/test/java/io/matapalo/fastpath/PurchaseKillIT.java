package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.StepWire.Step;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A purchase of two VIP tickets and one on the balcony: booked and charged once. */
@Tag("deep")
final class PurchaseKillIT extends KillAtEachStep {

  private static final int EVENT = 140;

  @Test
  void isBookedAndChargedOnce() throws Exception {
    List<Step> steps = killAtEachStep();

    assertThat(steps)
        .extracting(Step::words)
        .contains("POST /v1/payments", "POST /v1/payments/ID/capture")
        .anyMatch("commit"::equalsIgnoreCase);
  }

  @Override
  String name() {
    return "purchase";
  }

  @Override
  int event() {
    return EVENT;
  }

  @Override
  void prepare(SoapClient at, String requestId) {
    // Nothing need be there.
  }

  @Override
  SoapClient.Answer ask(SoapClient at, String requestId) {
    return at.purchase(requestId, "EV-0" + EVENT, "VIP", "2", "BALCONY", "1");
  }

  @Override
  String left(String requestId) throws SQLException {
    return "orders " + stack.rows("SELECT status FROM orders WHERE request_id = ?", requestId);
  }

  @Override
  void judge(String requestId, SoapClient.Answer answer, Totals killed, Totals all)
      throws SQLException {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    String total = answer.text("total");
    assertThat(all)
        .isEqualTo(new Totals(1, 1, new BigDecimal(total), 0, 0, List.of(0L, 0L, -1L, -2L)));
    assertThat(
            stack.rows(
                "SELECT order_reference, status, total FROM orders WHERE request_id = ?",
                requestId))
        .containsExactly(answer.text("orderReference") + "|PAID|" + total);
    assertThat(
            stack.rows(
                "SELECT t.line_no, t.status, COUNT(*) FROM ticket t JOIN orders o ON o.id ="
                    + " t.order_id WHERE o.request_id = ? GROUP BY 1, 2 ORDER BY 1",
                requestId))
        .containsExactly("1|VALID|2", "2|VALID|1");
    assertThat(
            stack.rows(
                "SELECT COUNT(*), SUM(l.debit), SUM(l.credit) FROM ledger_entry l JOIN orders o ON"
                    + " o.id = l.order_id WHERE o.request_id = ?",
                requestId))
        .containsExactly("4|" + total + "|" + total);
    assertThat(stack.rows("SELECT action FROM audit_record WHERE request_id = ?", requestId))
        .containsExactly("PURCHASE_ACCEPTED");
  }
}
