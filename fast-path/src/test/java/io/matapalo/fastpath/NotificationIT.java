package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.testkit.http.Outage;
import io.matapalo.testkit.vendors.Message;
import io.matapalo.testkit.vendors.VendorSettings;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The message gateway's part of docs/turnstile.md, whoever finishes the order. */
@Timeout(300)
final class NotificationIT extends StartedTurnstile {

  private static final Duration SOON = Duration.ofMinutes(1);

  private static Message message(String requestId) throws SQLException, InterruptedException {
    String reference =
        stack.rows("SELECT order_reference FROM orders WHERE request_id = ?", requestId).getFirst();
    return stack.messages.awaitMessage(reference, SOON).orElseThrow();
  }

  private static String text(String requestId, String tickets) throws SQLException {
    return stack
        .rows(
            "SELECT CONCAT('Dear ', c.name, ', your order ', o.order_reference, ' for ', e.name,"
                + " ': ', ?, '; total ', o.total, ' EUR.') FROM orders o JOIN customer c ON c.id ="
                + " o.customer_id JOIN event e ON e.id = o.event_id WHERE o.request_id = ?",
            tickets,
            requestId)
        .getFirst();
  }

  @Test
  void buyerIsToldOnce() throws Exception {
    String[] lines = {"VIP", "1", "STANDING", "2"};
    SoapClient.Answer answer = client.purchase("it-tell-direct", "EV-0030", lines);
    Message message = message("it-tell-direct");
    assertThat(message.to()).isEqualTo("customer7@example.org");
    assertThat(message.key()).isEqualTo("purchase-" + answer.text("orderReference"));
    assertThat(message.text())
        .isEqualTo(text("it-tell-direct", "1 x VIP, 2 x STANDING"))
        .contains("Dear Customer 7, ", "Event 30 & friends", answer.text("total"));

    long requests = stack.messages.totals().messages() + stack.messages.totals().repeats();
    assertThat(client.purchase("it-tell-direct", "EV-0030", lines).status()).isEqualTo(200);
    assertThat(client.purchase("it-tell-other", "EV-0031", "VIP", "1").status()).isEqualTo(200);
    message("it-tell-other");
    assertThat(stack.messages.totals().messages() + stack.messages.totals().repeats())
        .as("the repeat of a paid order sends nothing")
        .isEqualTo(requests + 1);
  }

  @Test
  void whoeverFinishesTheOrderTells() throws Exception {
    stack.paymentRelay.failCallsTo("/capture", 503);
    client.purchase("it-tell-repeat", "EV-0032", "VIP", "1");
    client.purchase("it-tell-sweep", "EV-0033", "SEATED", "2", "BALCONY", "1");
    long before = stack.messages.count();
    assertThat(stack.rows("SELECT status FROM orders WHERE request_id = 'it-tell-sweep'"))
        .containsExactly("AUTHORISED");
    stack.paymentRelay.failNone();

    client.purchase("it-tell-repeat", "EV-0032", "VIP", "1");
    assertThat(message("it-tell-repeat").text()).isEqualTo(text("it-tell-repeat", "1 x VIP"));
    stack.update(
        "UPDATE orders SET created_at = created_at - INTERVAL 1 MINUTE"
            + " WHERE request_id = 'it-tell-sweep'");
    Message swept = message("it-tell-sweep");
    assertThat(swept.text()).isEqualTo(text("it-tell-sweep", "2 x SEATED, 1 x BALCONY"));
    assertThat(swept.to()).isEqualTo("customer7@example.org");
    assertThat(stack.messages.count()).isEqualTo(before + 2);
  }

  @Test
  void outageOfTheGatewayHurtsNoPurchase() {
    stack.messages.change(VendorSettings.defaults().withOutage(Outage.REFUSE));
    long failed = stack.server.counters().valueOf(EventCounter.NOTIFICATION_FAILED);
    assertThat(client.purchase("it-tell-outage", "EV-0034", "VIP", "1").text("status"))
        .isEqualTo("PAID");
    await()
        .atMost(SOON)
        .until(
            () -> stack.server.counters().valueOf(EventCounter.NOTIFICATION_FAILED) == failed + 1);
  }

  /** On a server of its own, whose breaker may open. */
  @Test
  void hangingGatewayHoldsNoMoreThreadsThanThereAreWorkers() {
    stack.messages.change(VendorSettings.defaults().withOutage(Outage.HANG));
    long before = senders();
    try (FastPathServer server = FastPathServer.start(stack.config())) {
      SoapClient buyer = new SoapClient(server.url());
      for (int i = 0; i < 12; i++) {
        assertThat(buyer.purchase("it-tell-hang-" + i, "EV-0034", "VIP", "1").status())
            .isEqualTo(200);
      }
      assertThat(senders() - before).isEqualTo(stack.config().notification().workers());
      stack.messages.change(VendorSettings.defaults());
    }
  }

  private static long senders() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("notification-"))
        .count();
  }

  @Test
  void refusedPurchaseTellsNobody() throws Exception {
    client.purchase("it-tell-declined", 7, "EV-0035", SoapClient.DECLINED_CARD, "VIP", "1");
    client.purchase("it-tell-after", "EV-0035", "VIP", "1");
    message("it-tell-after");
    assertThat(stack.messages.messages())
        .extracting(Message::text)
        .filteredOn(text -> text.contains("Event 35 "))
        .hasSize(1);
  }
}
