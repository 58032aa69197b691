package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.StepWire.Step;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A purchase whose tickets run out between its authorisation and its booking: not charged. */
@Tag("deep")
final class SoldOutKillIT extends KillAtEachStep {

  private static final int EVENT = 141;
  private static final String LEFT =
      "UPDATE stock SET available = ? WHERE ticket_type_id ="
          + " (SELECT id FROM ticket_type WHERE event_id = ? AND code = 'VIP')";

  @Test
  void isNeitherBookedNorCharged() throws Exception {
    wire().atAuthorisation(SoldOutKillIT::sellTheRest);

    List<Step> steps = killAtEachStep();

    assertThat(steps)
        .extracting(Step::words)
        .contains("POST /v1/payments", "POST /v1/payments/ID/void")
        .anyMatch("rollback"::equalsIgnoreCase);
  }

  @Override
  String name() {
    return "sold-out";
  }

  @Override
  int event() {
    return EVENT;
  }

  @Override
  void prepare(SoapClient at, String requestId) throws SQLException {
    stack.update(LEFT, 2, EVENT);
  }

  /** Somebody else takes them. */
  private static void sellTheRest() {
    try {
      stack.update(LEFT, 0, EVENT);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  SoapClient.Answer ask(SoapClient at, String requestId) {
    return at.purchase(requestId, "EV-0" + EVENT, "VIP", "2");
  }

  @Override
  String left(String requestId) throws SQLException {
    return "audit " + stack.rows("SELECT detail FROM audit_record WHERE request_id = ?", requestId);
  }

  /** Who is killed between authorisation and void has left a payment that lapses. */
  @Override
  void judge(String requestId, SoapClient.Answer answer, Totals killed, Totals all)
      throws SQLException {
    assertThat(answer.body()).contains("SOLD_OUT", "not enough tickets of type VIP");
    assertThat(all.stock().getLast()).as("sold by somebody else").isEqualTo(-2);
    assertThat(all.captures()).isZero();
    assertThat(all.refunds()).isZero();
    assertThat(all.authorised()).isBetween(0L, 1L);
    boolean lapses = killed.authorised() == 1 && killed.voids() == 0;
    assertThat(all.voids()).isEqualTo(lapses ? 0 : all.authorised());
    assertThat(stack.rows("SELECT id FROM orders WHERE request_id = ?", requestId)).isEmpty();
    assertThat(
            stack.rows(
                "SELECT DISTINCT action, detail FROM audit_record WHERE request_id = ?", requestId))
        .containsExactly("PURCHASE_REFUSED|SOLD_OUT");
  }
}
