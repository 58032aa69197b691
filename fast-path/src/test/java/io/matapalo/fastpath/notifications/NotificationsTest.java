package io.matapalo.fastpath.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.fastpath.notifications.PurchaseMessage.Content;
import io.matapalo.fastpath.notifications.PurchaseMessage.Part;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.fastpath.vendors.Breaker;
import io.matapalo.fastpath.vendors.JsonHttp;
import io.matapalo.fastpath.vendors.VendorConnections;
import io.matapalo.testkit.http.Outage;
import io.matapalo.testkit.vendors.Message;
import io.matapalo.testkit.vendors.VendorSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages beside a purchase, against the simulated gateway; a hand moves the workers. */
final class NotificationsTest {

  private final io.matapalo.testkit.vendors.MessageGateway gateway =
      io.matapalo.testkit.vendors.MessageGateway.start(VendorSettings.defaults());
  private final VendorConnections client = VendorConnections.open(Duration.ofSeconds(2), 10);
  private final Counters counters = new Counters();
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  @AfterEach
  void stop() throws IOException {
    client.close();
    gateway.close();
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofMinutes(1), System::nanoTime);
  }

  private static PurchaseMessage message(String reference) {
    return PurchaseMessage.of(
        new Content(
            reference,
            "Event 1 & friends",
            List.of(new Part("STANDING", 2), new Part("VIP", 1)),
            new BigDecimal("262.80"),
            "EUR"),
        new Recipient("customer7@example.org", "Customer 7"));
  }

  private Notifications through(int room, Duration timeout) {
    JsonHttp http = new JsonHttp(client, URI.create(gateway.url()), timeout, breaker());
    return Notifications.through(
        new MessageGateway(http),
        work -> {
          if (waiting.size() == room) {
            throw new RejectedExecutionException("full");
          }
          waiting.add(work);
        },
        NotificationsTest::soon,
        counters);
  }

  private void work() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private List<Long> counts() {
    return List.of(
        counters.valueOf(EventCounter.NOTIFICATION_SENT),
        counters.valueOf(EventCounter.NOTIFICATION_DROPPED),
        counters.valueOf(EventCounter.NOTIFICATION_FAILED));
  }

  @Test
  void messageSaysWhatWasBought() {
    through(1, Duration.ofSeconds(30)).send(message("T-1"));
    assertThat(gateway.messages()).as("not in the caller's time").isEmpty();
    work();
    Message sent = gateway.messages().getFirst();
    assertThat(sent)
        .isEqualTo(
            new Message(
                sent.id(),
                "purchase-T-1",
                "customer7@example.org",
                "PURCHASE_CONFIRMATION",
                "T-1",
                "Dear Customer 7, your order T-1 for Event 1 & friends:"
                    + " 2 x STANDING, 1 x VIP; total 262.80 EUR."));
    assertThat(counts()).containsExactly(1L, 0L, 0L);
  }

  @Test
  void whatDoesNotFitIsDroppedAndCounted() {
    Notifications notifications = through(2, Duration.ofSeconds(30));
    for (int i = 1; i <= 5; i++) {
      notifications.send(message("T-" + i));
    }
    work();
    assertThat(gateway.messages()).extracting(Message::reference).containsExactly("T-1", "T-2");
    assertThat(counts()).containsExactly(2L, 3L, 0L);
  }

  @Test
  void failureIsCountedAndHurtsNobody() {
    Notifications notifications = through(9, Duration.ofMillis(50));
    for (Outage outage : List.of(Outage.REFUSE, Outage.DROP, Outage.HANG)) {
      gateway.change(VendorSettings.defaults().withOutage(outage));
      notifications.send(message("T-" + outage));
      work();
    }
    assertThat(counts()).containsExactly(0L, 0L, 3L);
    assertThat(gateway.count()).isZero();
  }

  @Test
  void failureNobodyThoughtOfIsCountedToo() {
    JsonHttp http =
        new JsonHttp(client, URI.create(gateway.url()), Duration.ofSeconds(30), breaker());
    Notifications notifications =
        Notifications.through(
            new MessageGateway(http),
            Runnable::run,
            () -> {
              throw new IllegalStateException("no deadline");
            },
            counters);
    notifications.send(message("T-1"));
    assertThat(counts()).containsExactly(0L, 0L, 1L);
  }

  @Test
  void repeatedMessageIsSentUnderItsKey() {
    Notifications notifications = through(9, Duration.ofSeconds(30));
    notifications.send(message("T-1"));
    notifications.send(message("T-1"));
    work();
    assertThat(gateway.totals().messages()).isEqualTo(1);
    assertThat(gateway.totals().repeats()).isEqualTo(1);
  }

  @Test
  void withoutAGatewayNobodyIsTold() {
    Notifications none = Notifications.none(NotificationsTest::soon, counters);
    none.send(message("T-1"));
    assertThat(none.areSent()).isFalse();
    assertThat(counts()).containsExactly(0L, 0L, 0L);
  }

  @Test
  void textFormsShowNothingOfThePerson() {
    assertThat(message("T-1") + " " + new Recipient("a@b", "Ann"))
        .isEqualTo("PurchaseMessage[T-1] Recipient[…]");
  }

  private static Breaker breaker() {
    return Breaker.of("message", Duration.ofSeconds(2), () -> 0L);
  }
}
