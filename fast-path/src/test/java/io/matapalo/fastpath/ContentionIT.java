package io.matapalo.fastpath;

import static io.matapalo.fastpath.Drafts.vipOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.orders.BookingResult;
import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.testkit.relay.CommandMatcher;
import io.matapalo.testkit.relay.Fault;
import io.matapalo.testkit.relay.FaultRelay;
import io.matapalo.testkit.relay.PlannedFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What happens when several want the same thing, or a server goes away in the middle. */
final class ContentionIT extends StartedTurnstile {

  private static final Duration SOON = Duration.ofMinutes(1);

  private static final CommandMatcher ROLLBACK =
      CommandMatcher.query("(?is)^\\s*(/\\*.*?\\*/\\s*)?rollback\\b");

  @Test
  void concurrentRepeatsBookAndChargeOnce() throws Exception {
    long payments = stack.payments.payments();
    long captures = stack.payments.captures();
    List<SoapClient.Answer> answers =
        AtOnce.run(16, i -> client.purchase("it-duplicate-1", "EV-0010", "VIP", "2"));

    assertThat(answers).allMatch(answer -> answer.status() == 200, "status 200");
    assertThat(answers).extracting(SoapClient.Answer::body).containsOnly(answers.getFirst().body());
    assertThat(stack.rows("SELECT COUNT(*) FROM orders WHERE request_id = 'it-duplicate-1'"))
        .containsExactly("1");
    assertThat(stack.payments.payments()).isEqualTo(payments + 1);
    assertThat(stack.payments.captures()).isEqualTo(captures + 1);
    assertThat(stack.rows("SELECT action FROM audit_record WHERE request_id = 'it-duplicate-1'"))
        .containsExactly("PURCHASE_ACCEPTED");
  }

  @Test
  void aRaceForTheLastTicketsSellsExactlyThem() throws Exception {
    stack.update("UPDATE stock SET available = 7 WHERE ticket_type_id = ?", vipOf(11));
    long payments = stack.payments.payments();
    long voids = stack.payments.voids();
    List<SoapClient.Answer> answers =
        AtOnce.run(20, i -> client.purchase("it-race-" + i + "-of-20", "EV-0011", "VIP", "1"));

    long sold = answers.stream().filter(answer -> answer.status() == 200).count();
    assertThat(sold).isEqualTo(7);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .allMatch(answer -> answer.text("code").equals("SOLD_OUT"), "sold out");
    assertThat(stack.rows("SELECT available FROM stock WHERE ticket_type_id = ?", vipOf(11)))
        .containsExactly("0");
    assertThat(
            stack.rows(
                "SELECT COUNT(*) FROM ticket t JOIN orders o ON o.id = t.order_id WHERE"
                    + " o.request_id LIKE 'it-race-%'"))
        .containsExactly("7");
    assertThat(stack.payments.voids() - voids)
        .as("each loser past the first look is voided")
        .isEqualTo(stack.payments.payments() - payments - sold);
  }

  /** The monolith looks first, locks the stock before it writes lines, and writes what it read. */
  @Test
  void aRaceWithTheMonolithForTheLastTicketsSellsExactlyThem() throws Exception {
    stack.update("UPDATE stock SET available = 9 WHERE ticket_type_id = ?", vipOf(15));
    List<Boolean> sold =
        AtOnce.run(
            24,
            i ->
                i % 2 == 0
                    ? MonolithsWay.sells(stack, "it-both-mono-" + i, 15, vipOf(15))
                    : client
                            .purchase("it-both-fast-" + i, "EV-0015", "VIP", "1", "SEATED", "1")
                            .status()
                        == 200);

    assertThat(sold.stream().filter(it -> it)).hasSize(9);
    assertThat(
            stack.rows("SELECT available, version FROM stock WHERE ticket_type_id = ?", vipOf(15)))
        .containsExactly("0|9");
    assertThat(
            stack.rows(
                "SELECT COUNT(*) FROM order_line l JOIN orders o ON o.id = l.order_id WHERE"
                    + " l.ticket_type_id = ? AND o.request_id LIKE 'it-both-%'",
                vipOf(15)))
        .containsExactly("9");
  }

  @Test
  void aDeadlockIsRepeatedAsAWhole() throws Exception {
    long retries = stack.server.counters().valueOf(EventCounter.TRANSACTION_RETRY);
    long seated = vipOf(12) - 2;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection rival = stack.connect();
        Statement statement = rival.createStatement()) {
      rival.setAutoCommit(false);
      // Many changed rows, so that the server takes the other one as the victim.
      statement.executeUpdate(
          "UPDATE stock SET version = version + 1 WHERE ticket_type_id BETWEEN 700 AND 799");
      statement.executeUpdate(
          "UPDATE stock SET version = version + 1 WHERE ticket_type_id = " + vipOf(12));
      Future<SoapClient.Answer> purchase =
          threads.submit(
              () -> client.purchase("it-deadlock-1", "EV-0012", "SEATED", "1", "VIP", "1"));
      awaitLockWait();
      statement.executeUpdate(
          "UPDATE stock SET version = version + 1 WHERE ticket_type_id = " + seated);
      rival.commit();

      assertThat(purchase.get().status()).as(purchase.get().body()).isEqualTo(200);
    }
    assertThat(stack.server.counters().valueOf(EventCounter.TRANSACTION_RETRY))
        .isGreaterThan(retries);
    assertThat(stack.rows("SELECT COUNT(*) FROM orders WHERE request_id = 'it-deadlock-1'"))
        .containsExactly("1");
    assertThat(stack.rows("SELECT available FROM stock WHERE ticket_type_id = ?", seated))
        .containsExactly("999999");
  }

  /** The commit is done but its answer lost: the repeat must find the order, not make another. */
  @Test
  void aLostCommitAnswerDoesNotSellTwice() throws SQLException {
    try (FaultRelay relay = FaultRelay.toPort(stack.database.port());
        BookingDesk desk = deskBehind(relay)) {
      PlannedFault lost = relay.onNext(CommandMatcher.commit(), Fault.LOSE_ANSWER);
      PlannedFault another = relay.onNext(CommandMatcher.commit(), Fault.CUT_BEFORE);

      assertThat(desk.book("it-lost-commit-1")).isInstanceOf(BookingResult.RequestIdTaken.class);
      assertThat(lost.hasStruck()).isTrue();
      assertThat(another.hasStruck()).as("one commit only").isFalse();
    }
    assertThat(stack.rows("SELECT COUNT(*) FROM orders WHERE request_id = 'it-lost-commit-1'"))
        .containsExactly("1");
  }

  /** The payment is void by then: no further attempt may book with it. */
  @Test
  void aFailedRollbackLeavesItSoldOutAndCutsTheConnection() throws SQLException {
    stack.update("UPDATE stock SET available = 0 WHERE ticket_type_id = ?", vipOf(14));
    try (FaultRelay relay = FaultRelay.toPort(stack.database.port());
        BookingDesk desk = deskBehind(relay)) {
      PlannedFault cut = relay.onNext(ROLLBACK, Fault.CUT_BEFORE);

      assertThat(desk.book("it-rollback-1")).isInstanceOf(BookingResult.SoldOut.class);
      assertThat(desk.givenBack()).isEqualTo(1);
      assertThat(cut.hasStruck()).isTrue();
      await()
          .atMost(SOON)
          .until(() ->
              stack.rows("SELECT id FROM orders WHERE request_id = 'it-rollback-1'").isEmpty());
    } finally {
      stack.update("UPDATE stock SET available = 1000000 WHERE ticket_type_id = ?", vipOf(14));
    }
  }

  @Test
  void purchasesGoOnWithoutRedis() {
    await()
        .atMost(SOON)
        .until(() -> {
          client.purchase("it-redis-warm-1", "EV-0013", "VIP", "1");
          return stack.server.counters().valueOf(EventCounter.CACHE_HIT) > 0;
        });
    stack.redis.kill();
    for (int i = 0; i < 20; i++) {
      SoapClient.Answer answer = client.purchase("it-redis-dead-" + i, "EV-0013", "VIP", "1");
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
    assertThat(stack.server.counters().valueOf(EventCounter.CACHE_TROUBLE)).isPositive();
  }

  private static BookingDesk deskBehind(FaultRelay relay) {
    return new BookingDesk(RouterSettings.of(stack.configAtPort(relay.port())));
  }
}
