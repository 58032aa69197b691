package io.matapalo.testkit.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gateway's half of docs/turnstile.md, "The message gateway". */
class MessageGatewayTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final MessageGateway gateway = MessageGateway.start(VendorSettings.defaults());
  private final VendorCalls calls = new VendorCalls(gateway.url());

  @AfterEach
  void stop() {
    calls.close();
    gateway.close();
  }

  private static String body(String reference, String text) {
    return """
    {"to":"ann@example.org","template":"PURCHASE_CONFIRMATION","reference":"%s","text":"%s"}
    """
        .formatted(reference, text);
  }

  @Test
  void messageIsTakenAndListed() throws Exception {
    VendorCalls.Answer answer = calls.message("purchase-T-1", body("T-1", "Dear Ann"));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.text("id")).matches("msg_[0-9a-f]{16}");

    Message message = gateway.awaitMessage("T-1", SOON).orElseThrow();
    assertThat(message)
        .isEqualTo(
            new Message(
                answer.text("id"),
                "purchase-T-1",
                "ann@example.org",
                "PURCHASE_CONFIRMATION",
                "T-1",
                "Dear Ann"));
    assertThat(gateway.messages()).containsExactly(message);
    assertThat(calls.get("/control/messages").json().path("messages").get(0).path("text").asText())
        .isEqualTo("Dear Ann");
    assertThat(calls.get("/control/stats").text("messages")).isEqualTo("1");
    assertThat(message.toString()).doesNotContain("ann@").doesNotContain("Dear");
  }

  @Test
  void repeatedKeyIsAnsweredAlikeAndOtherMessageIsRefused() throws Exception {
    VendorCalls.Answer first = calls.message("purchase-T-1", body("T-1", "one"));
    assertThat(calls.message("purchase-T-1", body("T-1", "one"))).isEqualTo(first);
    assertThat(calls.message("purchase-T-1", body("T-1", "two")).status()).isEqualTo(409);
    assertThat(gateway.totals()).isEqualTo(new MessageBook.Totals(1, 1, 1));
  }

  @Test
  void concurrentRepeatsMakeOneMessage() throws Exception {
    List<Future<VendorCalls.Answer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        String reference = "T-" + i % 10;
        answers.add(
            threads.submit(() -> calls.message("purchase-" + reference, body(reference, "x"))));
      }
      for (Future<VendorCalls.Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(202);
      }
    }
    assertThat(gateway.totals()).isEqualTo(new MessageBook.Totals(10, 190, 0));
    assertThat(gateway.awaitMessages(10, SOON)).isTrue();
    assertThat(gateway.awaitMessages(11, Duration.ZERO)).isFalse();
  }

  @Test
  void waitingEndsWhenTheMessageComes() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<Message>> waiting =
          threads.submit(() -> gateway.awaitMessage("T-7", Duration.ofSeconds(60)));
      calls.message("purchase-T-7", body("T-7", "x"));
      assertThat(waiting.get()).map(Message::reference).contains("T-7");
    }
    assertThat(gateway.awaitMessage("T-8", Duration.ofMillis(10))).isEmpty();
  }

  @Test
  void badInputIsRefusedWithoutShowingIt() throws Exception {
    String good = body("T-1", "x");
    assertThat(calls.post("/v1/messages", good).text("error")).contains("Idempotency-Key");
    VendorCalls.Answer noAddress = calls.message("k", good.replace("ann@example.org", "ann-at"));
    assertThat(noAddress.status()).isEqualTo(400);
    assertThat(noAddress.text("error")).isEqualTo("to must be an e-mail address");
    assertThat(calls.message("k", good.replace("PURCHASE", "purchase")).text("error"))
        .startsWith("template");
    assertThat(calls.message("k", body("", "x")).text("error")).startsWith("reference");
    assertThat(calls.message("k", body("T-1", "x".repeat(2_001))).text("error")).startsWith("text");
    assertThat(calls.get("/v1/messages").status()).isEqualTo(404);
    assertThat(gateway.count()).isZero();
  }

  @Test
  void outageHitsMessagesButNotTheirList() throws Exception {
    gateway.change(VendorSettings.defaults().withOutage(Outage.REFUSE));
    assertThat(calls.message("purchase-T-1", body("T-1", "x")).status()).isEqualTo(503);
    assertThat(calls.get("/control/messages").json().path("messages")).isEmpty();
    assertThat(calls.get("/health").status()).isEqualTo(200);
  }

  @Test
  void oldestMessagesAndTheirKeysAreForgotten() {
    MessageBook book = new MessageBook(new Random(7));
    for (int i = 0; i <= MessageBook.MAX_MESSAGES; i++) {
      book.take(new Message("", "key-" + i, "a@b", "T", "R-" + i, "x"));
    }
    assertThat(book.all()).hasSize(MessageBook.MAX_MESSAGES);
    assertThat(book.all().getFirst().reference()).isEqualTo("R-1");
    book.take(new Message("", "key-0", "a@b", "T", "R-0", "x"));
    assertThat(book.totals())
        .isEqualTo(new MessageBook.Totals(MessageBook.MAX_MESSAGES + 2L, 0, 0));
  }
}
