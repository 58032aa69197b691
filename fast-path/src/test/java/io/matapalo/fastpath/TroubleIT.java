package io.matapalo.fastpath;

import static io.matapalo.fastpath.Drafts.vipOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.session.SessionTimes;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a purchase comes to when one of its steps fails, waits or is cut off. */
@Timeout(300)
final class TroubleIT extends StartedTurnstile {

  private static final Duration SOON = Duration.ofMinutes(1);

  @Test
  void aPurchaseThatEndsSoldOutGivesItsPaymentBack() throws Exception {
    long payments = stack.payments.payments();
    long voids = stack.payments.voids();

    assertSoldOut("it-void-done-1", soldOutMeanwhile("it-void-done-1", 36, "EV-0036"));

    assertThat(stack.payments.payments()).as("authorised first").isEqualTo(payments + 1);
    assertThat(stack.payments.voids()).isEqualTo(voids + 1);
  }

  @Test
  void aVoidThatFailsDoesNotHideThatItIsSoldOut() throws Exception {
    stack.paymentRelay.failCallsTo("/void", 503);
    assertSoldOut("it-void-unavailable", soldOutMeanwhile("it-void-unavailable", 20, "EV-0020"));
    stack.paymentRelay.failCallsTo("/void", 409);
    assertSoldOut("it-void-refused", soldOutMeanwhile("it-void-refused", 21, "EV-0021"));
  }

  private static void assertSoldOut(String requestId, SoapClient.Answer answer)
      throws SQLException {
    assertThat(answer.text("code")).as(answer.body()).isEqualTo("SOLD_OUT");
    assertThat(audit(requestId)).containsExactly("PURCHASE_REFUSED|SOLD_OUT");
    assertThat(stack.rows("SELECT id FROM orders WHERE request_id = ?", requestId)).isEmpty();
  }

  private static SoapClient.Answer soldOutMeanwhile(String requestId, long eventId, String event)
      throws Exception {
    long vip = vipOf(eventId);
    try (Rival rival = Rival.holding(stack, vip);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SoapClient.Answer> purchase =
          threads.submit(() -> client.purchase(requestId, event, "VIP", "1"));
      awaitLockWait();
      rival.takeAll(vip);
      return purchase.get();
    }
  }

  @Test
  void aCapturedPaymentWhoseOrderWasNotMarkedIsFinishedByARepeat() throws SQLException {
    stack.update(
        "ALTER TABLE orders ADD CONSTRAINT no_mark"
            + " CHECK (request_id <> 'it-mark-1' OR status <> 'PAID')");
    long captures = stack.payments.captures();
    SoapClient.Answer first = client.purchase("it-mark-1", "EV-0022", "VIP", "1");
    assertThat(first.body()).contains("<faultstring>internal error</faultstring>");
    assertThat(status("it-mark-1")).containsExactly("AUTHORISED");
    stack.update("ALTER TABLE orders DROP CONSTRAINT no_mark");

    SoapClient.Answer repeat = client.purchase("it-mark-1", "EV-0022", "VIP", "1");

    assertThat(repeat.text("status")).isEqualTo("PAID");
    assertThat(status("it-mark-1")).containsExactly("PAID");
    assertThat(stack.payments.captures()).isEqualTo(captures + 1);
    assertThat(audit("it-mark-1")).hasSize(1);
  }

  @Test
  void anOrderThatCannotBeFinishedDoesNotHoldUpTheSweeper() throws SQLException {
    for (int status : new int[] {503, 400}) {
      String stuck = "it-stuck-first-" + status;
      String next = "it-stuck-second-" + status;
      stack.paymentRelay.failCallsTo("/capture");
      client.purchase(stuck, "EV-0023", "VIP", "1");
      client.purchase(next, "EV-0023", "VIP", "1");
      String payment =
          stack.rows("SELECT payment_id FROM orders WHERE request_id = ?", stuck).getFirst();
      stack.paymentRelay.failCallsTo(payment + "/capture", status);
      stack.update(
          "UPDATE orders SET created_at = created_at - INTERVAL 1 MINUTE WHERE request_id LIKE ?",
          "it-stuck-%-" + status);

      await().atMost(SOON).until(() -> status(next).equals(List.of("PAID")));
      assertThat(status(stuck)).containsExactly("AUTHORISED");
    }
  }

  @Test
  void anAnswerThatIsNotTheProvidersIsNoAnswer() throws SQLException {
    stack.paymentRelay.failCallsTo("/v1/payments", 402);
    assertThat(client.purchase("it-page-1", "EV-0028", "VIP", "1").text("code"))
        .isEqualTo("VENDOR_UNAVAILABLE");
    stack.paymentRelay.failCallsTo("/capture", 200);
    assertThat(client.purchase("it-page-2", "EV-0028", "VIP", "1").text("code"))
        .isEqualTo("VENDOR_UNAVAILABLE");
    assertThat(status("it-page-2")).containsExactly("AUTHORISED");
  }

  @Test
  void theTaxCategoryHasTheMonolithsDefault() throws SQLException {
    stack.update("UPDATE config_entry SET name = 'away' WHERE name = 'checkout.tax-category'");
    try {
      assertThat(client.purchase("it-category-1", "EV-0029", "VIP", "1").status()).isEqualTo(200);
    } finally {
      stack.update("UPDATE config_entry SET name = 'checkout.tax-category' WHERE name = 'away'");
    }
  }

  @Test
  void aRefundedPaymentIsDeclined() throws Exception {
    SoapClient.Answer bought = client.purchase("it-refund-1", "EV-0024", "VIP", "1");
    String payment =
        stack.rows("SELECT payment_id FROM orders WHERE request_id = 'it-refund-1'").getFirst();
    refund(payment, bought.text("total"));
    for (String table : List.of("ledger_entry", "ticket", "order_line")) {
      stack.update(
          "DELETE FROM "
              + table
              + " WHERE order_id = (SELECT id FROM orders WHERE request_id = 'it-refund-1')");
    }
    stack.update("DELETE FROM orders WHERE request_id = 'it-refund-1'");

    SoapClient.Answer again = client.purchase("it-refund-1", "EV-0024", "VIP", "1");

    assertThat(again.text("message")).isEqualTo("the card was declined: payment was refunded");
  }

  private static void refund(String payment, String amount) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest refund =
          HttpRequest.newBuilder(
                  URI.create(stack.payments.url() + "/v1/payments/" + payment + "/refund"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"amount\":\"" + amount + "\"}"))
              .build();
      assertThat(http.send(refund, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void tooManyAtOnceGetAFaultAtOnce() throws Exception {
    try (FastPathServer server = FastPathServer.start(small());
        Rival rival = Rival.holding(stack, vipOf(25));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SoapClient small = new SoapClient(server.url());
      Future<SoapClient.Answer> first =
          threads.submit(() -> small.purchase("it-busy-0001", "EV-0025", "VIP", "1"));
      awaitLockWait();

      SoapClient.Answer second = small.purchase("it-busy-0002", "EV-0025", "SEATED", "1");

      assertThat(second.status()).isEqualTo(503);
      assertThat(second.body())
          .contains("<faultcode>S:Server</faultcode>")
          .contains("<faultstring>the service is overloaded, try again later</faultstring>");
      assertThat(first).isNotDone();
      rival.letGo();
      assertThat(first.get().status()).isEqualTo(200);
      // The place comes free a moment after the answer has gone out.
      await()
          .atMost(SOON)
          .until(() -> small.purchase("it-busy-0002", "EV-0025", "SEATED", "1").status() == 200);
    }
  }

  @Test
  void aDeclinedRequestGivesItsPlaceBack() {
    try (FastPathServer server = FastPathServer.start(small())) {
      SoapClient small = new SoapClient(server.url());
      for (int i = 0; i < 3; i++) {
        assertThat(small.post(SoapClient.envelope("<t:undo/>")).decline())
            .isEqualTo("unknown-operation");
        assertThat(small.post("not xml").decline()).isEqualTo("not-well-formed");
      }

      assertThat(small.getOrder("T-0000000000000000").text("code")).isEqualTo("ORDER_NOT_FOUND");
    }
  }

  @Test
  void aLockThatIsWaitedForTooLongIsTriedAgain() throws Exception {
    try (FastPathServer server = FastPathServer.start(small());
        Rival rival = Rival.holding(stack, vipOf(26));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SoapClient small = new SoapClient(server.url());
      Future<SoapClient.Answer> purchase =
          threads.submit(() -> small.purchase("it-lock-wait-1", "EV-0026", "VIP", "1"));
      await()
          .atMost(SOON)
          .until(() -> server.counters().valueOf(EventCounter.TRANSACTION_RETRY) > 0);
      rival.letGo();

      assertThat(purchase.get().status()).as(purchase.get().body()).isEqualTo(200);
    }
    assertThat(status("it-lock-wait-1")).containsExactly("PAID");
    assertThat(stack.rows("SELECT available FROM stock WHERE ticket_type_id = ?", vipOf(26)))
        .containsExactly("999999");
  }

  @Test
  void aRequestUnderWayIsFinishedWhenTheServerStops() throws Exception {
    FastPathServer server = FastPathServer.start(small());
    SoapClient small = new SoapClient(server.url());
    try (server;
        Rival rival = Rival.holding(stack, vipOf(27));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<SoapClient.Answer> purchase =
          threads.submit(() -> small.purchase("it-drain-001", "EV-0027", "VIP", "1"));
      awaitLockWait();
      Future<?> closing = threads.submit(server::close);
      await().atMost(SOON).until(() -> small.get("/health").status() == 503);
      rival.letGo();

      assertThat(purchase.get().status()).as(purchase.get().body()).isEqualTo(200);
      closing.get();
    }
    assertThat(status("it-drain-001")).containsExactly("PAID");
  }

  /** One request at once, a second for a lock. */
  private static FastPathConfig small() {
    FastPathConfig usual = stack.config();
    return new FastPathConfig(
        new FastPathConfig.Listener("127.0.0.1", 0, 1, 64 * 1024, Duration.ofSeconds(10)),
        usual.database(),
        usual.vendors(),
        usual.notification(),
        usual.cache(),
        new FastPathConfig.Timing(
            Duration.ofSeconds(8),
            Duration.ofSeconds(1),
            new FastPathConfig.Background(
                Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5)),
            Duration.ofSeconds(60),
            SessionTimes.DEFAULT),
        FastPathConfig.Usage.NONE);
  }

  private static List<String> audit(String requestId) throws SQLException {
    return stack.rows(
        "SELECT action, detail FROM audit_record WHERE request_id = ? ORDER BY id", requestId);
  }
}
