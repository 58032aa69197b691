package io.matapalo.fastpath;

import static io.matapalo.fastpath.Drafts.vipOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.inventory.OverdueReservations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reservations whose time is over: who gives them back, and when. */
@Timeout(300)
final class OverdueIT extends StartedTurnstile {

  private static final Duration SOON = Duration.ofMinutes(1);

  /** The server of these tests sweeps when it starts, and then in five minutes. */
  @Test
  void whoeverReservesDoesNotCleanUpForOthers() throws SQLException {
    hold("it-due-other", 100, "VIP", "5");
    makeOverdue("it-due-%");
    StatementCounts before = StatementCounts.of("Inventory.reserve", client);
    hold("it-hold-next", 101, "VIP", "1");

    assertThat(StatementCounts.of("Inventory.reserve", client).minus(before))
        .isEqualTo(new StatementCounts(1, 1, 2, 1, 0, 0, 1));
    assertThat(statusOf("it-due-other")).isEqualTo("HELD");
    assertThat(vips(100)).isEqualTo("999995|1");
  }

  @Test
  void ticketsOfOverdueReservationsAreThereForWhoeverAsks() throws SQLException {
    stack.update("UPDATE stock SET available = 4 WHERE ticket_type_id = ?", vipOf(102));
    hold("it-last-1", 102, "VIP", "2");
    hold("it-last-2", 102, "VIP", "2");
    hold("it-last-elsewhere", 103, "VIP", "1");
    assertThat(reserve("it-last-early", 102, "VIP", "3").text("message"))
        .isEqualTo("not enough tickets of type VIP");
    makeOverdue("it-last-%");

    assertThat(reserve("it-last-late", 102, "VIP", "3").text("status")).isEqualTo("HELD");
    assertThat(statusOf("it-last-1")).isEqualTo("EXPIRED");
    assertThat(statusOf("it-last-elsewhere")).as("another event's").isEqualTo("HELD");
    assertThat(vips(102)).isEqualTo("1|5");
    assertThat(reserve("it-last-last", 102, "VIP", "2").text("code")).isEqualTo("SOLD_OUT");
  }

  /** Both see the tickets, another one takes them, and what is overdue is given back instead. */
  @Test
  void theyAreThereForWhoeverLosesARaceToo() throws Exception {
    stack.update("UPDATE stock SET available = 2 WHERE ticket_type_id = ?", vipOf(104));
    hold("it-lose-1", 104, "VIP", "1");
    makeOverdue("it-lose-%");
    try (Rival rival = Rival.holding(stack, vipOf(104));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SoapClient.Answer> loser = threads.submit(() -> reserve("it-lose-2", 104, "VIP", "1"));
      awaitLockWait();
      rival.takeAll(vipOf(104));

      assertThat(loser.get().text("status")).as(loser.get().body()).isEqualTo("HELD");
    }
    assertThat(vips(104)).isEqualTo("0|3");
  }

  @Test
  void anOverdueReservationCanStillBeReleased() throws SQLException {
    String id = hold("it-late-release", 105, "VIP", "1");
    makeOverdue("it-late-%");

    assertThat(
            client
                .ask("inventory", "release", "<reservationId>" + id + "</reservationId>")
                .text("status"))
        .isEqualTo("RELEASED");
    assertThat(vips(105)).isEqualTo("1000000|2");
  }

  /** Two fast paths and the monolith's way at once: each reservation is given back once. */
  @Test
  void everybodyGivesBackAtOnceAndEachReservationOnce() throws Exception {
    List<String> ids = IntStream.range(0, 60).mapToObj(i -> "it-sweep-" + i).toList();
    for (String id : ids) {
      hold(id, 106, "VIP", "1", "STANDING", "2");
    }
    hold("it-kept-1", 106, "VIP", "1");
    makeOverdue("it-sweep-%");
    try (FastPathServer _ = FastPathServer.start(sweeping());
        FastPathServer _ = FastPathServer.start(sweeping())) {
      // The monolith deadlocks now and then, and its client repeats.
      for (int i = 0; i < 5; i++) {
        monolithGivesBack();
      }
      await()
          .atMost(SOON)
          .until(() ->
              stack
                  .rows(
                      "SELECT id FROM reservation WHERE request_id LIKE 'it-sweep-%'"
                          + " AND status <> 'EXPIRED'")
                  .isEmpty());
    }

    assertThat(vips(106)).isEqualTo("999999|121");
    assertThat(
            stack.rows(
                "SELECT available, version FROM stock WHERE ticket_type_id = ?", vipOf(106) - 3))
        .containsExactly("1000000|120");
    assertThat(statusOf("it-kept-1")).as("not overdue").isEqualTo("HELD");
  }

  private static void monolithGivesBack() {
    try {
      MonolithsWay.givesBackOverdue(stack);
    } catch (SQLException e) {
      assertThat(e.getErrorCode()).as(e.getMessage()).isEqualTo(1213);
    }
  }

  /** One without stock is left, told of once, and those behind it are given back. */
  @Test
  void oneThatCannotBeGivenBackDoesNotHoldUpTheRest() throws Exception {
    hold("it-stuck-1", 107, "VIP", "1");
    hold("it-stuck-2", 108, "VIP", "1");
    makeOverdue("it-stuck-%");
    stack.update("DELETE FROM stock WHERE ticket_type_id = ?", vipOf(107));
    try (Told told = Told.by(OverdueReservations.class);
        FastPathServer _ = FastPathServer.start(sweeping())) {
      await().atMost(SOON).until(() -> statusOf("it-stuck-2").equals("EXPIRED"));
      long sweeps = sweeps();
      await().atMost(SOON).until(() -> sweeps() > sweeps + 3);
      assertThat(statusOf("it-stuck-1")).isEqualTo("HELD");
      assertThat(told.errors())
          .containsExactly(
              "a reservation cannot be given back reservation="
                  + stack
                      .rows("SELECT id FROM reservation WHERE request_id = 'it-stuck-1'")
                      .getFirst());
    }
    stack.update("UPDATE reservation SET status = 'LOST' WHERE request_id = 'it-stuck-1'");
  }

  private static long sweeps() {
    return StatementCounts.of("(reservations)", client).requests();
  }

  /** Of many reservations only the overdue ones are read. */
  @Test
  void overdueOnesAreFoundByTheirIndex() throws Exception {
    stack.update(
        """
        INSERT INTO reservation (reservation_id, request_id, request_digest, customer_id, event_id,
          status, created_at, expires_at)
        SELECT CONCAT('R-', id), CONCAT('it-many-', id), REPEAT('d', 64), id, 1 + id % 150,
          IF(id % 2 = 0, 'EXPIRED', 'HELD'), '2026-01-01', '2099-01-01' FROM customer\
        """);
    stack.rows("ANALYZE TABLE reservation");
    assertThat(
            stack.rows(
                "EXPLAIN SELECT id, expires_at FROM reservation WHERE status = 'HELD' AND"
                    + " expires_at <= NOW(3) AND expires_at >= '1970-01-01' AND (expires_at >"
                    + " '1970-01-01' OR id > 0) ORDER BY expires_at, id LIMIT 100"))
        .singleElement()
        .asString()
        .contains("|range|")
        .contains("|ix_reservation_due|")
        .doesNotContain("filesort");
  }

  private static FastPathConfig sweeping() {
    FastPathConfig usual = stack.config();
    FastPathConfig.Timing timing = usual.timing();
    return new FastPathConfig(
        usual.listener(),
        usual.database(),
        usual.vendors(),
        usual.notification(),
        usual.cache(),
        new FastPathConfig.Timing(
            timing.requestDeadline(),
            timing.lockWait(),
            new FastPathConfig.Background(
                timing.background().sweepEvery(),
                timing.background().sweepAge(),
                Duration.ofMillis(50)),
            timing.ratesRefreshBefore(),
            timing.sessions()),
        usual.usage());
  }

  private static String hold(String requestId, long eventId, String... lines) {
    SoapClient.Answer held = reserve(requestId, eventId, lines);
    assertThat(held.status()).as(held.body()).isEqualTo(200);
    return held.text("reservationId");
  }

  private static SoapClient.Answer reserve(String requestId, long eventId, String... lines) {
    return client.reserve(requestId, "7", "EV-%04d".formatted(eventId), SoapClient.lines(lines));
  }

  private static void makeOverdue(String requestIds) throws SQLException {
    stack.update(
        "UPDATE reservation SET expires_at = created_at WHERE request_id LIKE ?", requestIds);
  }

  private static String statusOf(String requestId) throws SQLException {
    return stack.rows("SELECT status FROM reservation WHERE request_id = ?", requestId).getFirst();
  }

  private static String vips(long eventId) throws SQLException {
    return stack
        .rows("SELECT available, version FROM stock WHERE ticket_type_id = ?", vipOf(eventId))
        .getFirst();
  }
}
