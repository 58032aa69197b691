package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.StepWire.Step;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A reservation of two VIP tickets and one on the balcony: held once. */
@Tag("deep")
final class ReserveKillIT extends KillAtEachStep {

  private static final int EVENT = 143;

  @Test
  void isHeldOnce() throws Exception {
    List<Step> steps = killAtEachStep();

    assertThat(steps).extracting(Step::words).anyMatch("commit"::equalsIgnoreCase);
  }

  @Override
  String name() {
    return "reserve";
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
    return at.reserve(requestId, "7", "EV-0" + EVENT, SoapClient.lines("VIP", "2", "BALCONY", "1"));
  }

  @Override
  String left(String requestId) throws SQLException {
    return "reservations "
        + stack.rows("SELECT status FROM reservation WHERE request_id = ?", requestId);
  }

  @Override
  void judge(String requestId, SoapClient.Answer answer, Totals killed, Totals all)
      throws SQLException {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(all)
        .isEqualTo(new Totals(0, 0, new BigDecimal("0.00"), 0, 0, List.of(0L, 0L, -1L, -2L)));
    assertThat(
            stack.rows(
                "SELECT r.reservation_id, r.status, l.line_no, l.quantity FROM reservation r JOIN"
                    + " reservation_line l ON l.reservation_id = r.id WHERE r.request_id = ?"
                    + " ORDER BY 3",
                requestId))
        .containsExactly(
            answer.text("reservationId") + "|HELD|1|2", answer.text("reservationId") + "|HELD|2|1");
  }
}
