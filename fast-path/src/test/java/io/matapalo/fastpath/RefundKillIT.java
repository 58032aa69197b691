package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.StepWire.Step;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A refund of two VIP tickets and one on the balcony: booked and paid once. */
@Tag("deep")
final class RefundKillIT extends KillAtEachStep {

  private static final int EVENT = 142;

  @Test
  void isBookedAndPaidOnce() throws Exception {
    List<Step> steps = killAtEachStep();

    assertThat(steps)
        .extracting(Step::words)
        .contains("POST /v1/payments/ID/refund")
        .anyMatch("commit"::equalsIgnoreCase);
  }

  @Override
  String name() {
    return "refund";
  }

  @Override
  int event() {
    return EVENT;
  }

  /** The order has the request id. */
  @Override
  void prepare(SoapClient at, String requestId) {
    SoapClient.Answer bought = at.purchase(requestId, "EV-0" + EVENT, "VIP", "2", "BALCONY", "1");
    assertThat(bought.status()).as(bought.body()).isEqualTo(200);
  }

  @Override
  SoapClient.Answer ask(SoapClient at, String requestId) {
    String reference;
    try {
      reference =
          stack
              .rows("SELECT order_reference FROM orders WHERE request_id = ?", requestId)
              .getFirst();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return at.ask("checkout", "refund", "<orderReference>" + reference + "</orderReference>");
  }

  @Override
  String left(String requestId) throws SQLException {
    return "orders " + stack.rows("SELECT status FROM orders WHERE request_id = ?", requestId);
  }

  @Override
  void judge(String requestId, SoapClient.Answer answer, Totals killed, Totals all)
      throws SQLException {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("REFUNDED");
    assertThat(all)
        .isEqualTo(new Totals(0, 0, new BigDecimal("0.00"), 0, 1, List.of(0L, 0L, 1L, 2L)));
    assertThat(stack.rows("SELECT status FROM orders WHERE request_id = ?", requestId))
        .containsExactly("REFUNDED");
    assertThat(
            stack.rows(
                "SELECT t.status, COUNT(*) FROM ticket t JOIN orders o ON o.id = t.order_id"
                    + " WHERE o.request_id = ? GROUP BY 1",
                requestId))
        .containsExactly("VOID|3");
    assertThat(
            stack.rows(
                "SELECT l.account, COUNT(*), SUM(l.debit) - SUM(l.credit) FROM ledger_entry l JOIN"
                    + " orders o ON o.id = l.order_id WHERE o.request_id = ? GROUP BY 1 ORDER BY 1",
                requestId))
        .containsExactly(
            "CARD_CLEARING|2|0.00",
            "FEE_REVENUE|2|0.00",
            "TAX_PAYABLE|2|0.00",
            "TICKET_REVENUE|2|0.00");
    assertThat(
            stack.rows(
                "SELECT action FROM audit_record WHERE request_id = ? ORDER BY id", requestId))
        .containsExactly("PURCHASE_ACCEPTED", "ORDER_REFUNDED");
  }
}
