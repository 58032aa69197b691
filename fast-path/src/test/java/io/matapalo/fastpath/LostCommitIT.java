package io.matapalo.fastpath;

import static io.matapalo.fastpath.Drafts.vipOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.testkit.relay.CommandMatcher;
import io.matapalo.testkit.relay.Fault;
import io.matapalo.testkit.relay.FaultRelay;
import io.matapalo.testkit.relay.PlannedFault;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A commit is done but its answer lost: the work runs again and finds it done. */
final class LostCommitIT extends StartedTurnstile {

  @Test
  void aReservationIsHeldOnce() throws SQLException {
    SoapClient.Answer held =
        withLostAnswer(
            behind -> behind.reserve("it-lost-hold", "7", "EV-0110", SoapClient.lines("VIP", "2")));

    assertThat(held.text("status")).as(held.body()).isEqualTo("HELD");
    assertThat(
            stack.rows("SELECT reservation_id FROM reservation WHERE request_id = 'it-lost-hold'"))
        .containsExactly(held.text("reservationId"));
    assertThat(vips(110)).isEqualTo("999998|1");
  }

  @Test
  void aReservationIsReleasedOnce() throws SQLException {
    String id =
        client
            .reserve("it-lost-release", "7", "EV-0111", SoapClient.lines("VIP", "2"))
            .text("reservationId");
    SoapClient.Answer released =
        withLostAnswer(behind ->
            behind.ask("inventory", "release", "<reservationId>" + id + "</reservationId>"));

    assertThat(released.text("status")).as(released.body()).isEqualTo("RELEASED");
    assertThat(vips(111)).isEqualTo("1000000|2");
  }

  @Test
  void anOrderIsRefundedOnce() throws SQLException {
    // The first purchase of a fresh process may outlast its deadline on a busy machine.
    String reference =
        await()
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> client.purchase("it-lost-refund", "EV-0112", "VIP", "2"),
                answer -> answer.status() == 200)
            .text("orderReference");
    SoapClient.Answer refunded =
        withLostAnswer(behind ->
            behind.ask("checkout", "refund", "<orderReference>" + reference + "</orderReference>"));

    assertThat(refunded.text("status")).as(refunded.body()).isEqualTo("REFUNDED");
    assertThat(vips(112)).isEqualTo("1000000|2");
    assertThat(
            stack.rows(
                "SELECT action FROM audit_record WHERE request_id = 'it-lost-refund' ORDER BY id"))
        .containsExactly("PURCHASE_ACCEPTED", "ORDER_REFUNDED");
  }

  private static SoapClient.Answer withLostAnswer(Function<SoapClient, SoapClient.Answer> work) {
    try (FaultRelay relay = FaultRelay.toPort(stack.database.port());
        FastPathServer server = FastPathServer.start(stack.configAtPort(relay.port()))) {
      PlannedFault lost = relay.onNext(CommandMatcher.commit(), Fault.LOSE_ANSWER);
      SoapClient.Answer answer = work.apply(new SoapClient(server.url()));
      assertThat(lost.hasStruck()).isTrue();
      assertThat(server.counters().valueOf(EventCounter.COMMIT_RESOLVED)).isEqualTo(1);
      return answer;
    }
  }

  private static String vips(long eventId) throws SQLException {
    return stack
        .rows("SELECT available, version FROM stock WHERE ticket_type_id = ?", vipOf(eventId))
        .getFirst();
  }
}
