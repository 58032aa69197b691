package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that go away, and requests that end in other unusual ways: nothing of them is left behind
 * and nothing is sent for them any more. Else each client that gives up and asks again would make a
 * slow monolith slower.
 */
class LeavingIT {

  private static final int MANY = 1_000;

  @TempDir Path folder;
  private final Gate gate = new Gate();

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private FakeUpstream legacy;

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private FakeUpstream fast;

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private Stage stage;

  /** How a client goes away. */
  enum Departure {
    CLOSE {
      @Override
      void of(RawClient client) throws IOException {
        client.close();
      }
    },
    RESET {
      @Override
      void of(RawClient client) throws IOException {
        client.reset();
      }
    };

    abstract void of(RawClient client) throws IOException;
  }

  @AfterEach
  void stop() throws IOException {
    gate.open();
    stage.close();
  }

  private void start(FakeUpstream.Script onLegacy, UnaryOperator<String> change)
      throws IOException {
    legacy = FakeUpstream.start(onLegacy);
    fast =
        FakeUpstream.start((request, out) ->
            FakeUpstream.reply(out, "421 X", "no", "X-Matapalo-Decline: not-mine"));
    stage = Stage.with(folder, legacy, fast, change);
  }

  private FakeUpstream.Script whenReleased() {
    return (request, out) -> {
      gate.pass();
      return FakeUpstream.reply(out, "200 OK", request.line() + request.content().length());
    };
  }

  private static String twoAtATime(String yaml) {
    return yaml.replace(
        "    queue-timeout: 5m", "    queue-timeout: 5m\n    max-connections: 2\n    max-queue: 5");
  }

  @ParameterizedTest
  @EnumSource
  void whoGoesAwayLeavesTheQueueAndGivesThePermitBack(Departure departure) throws IOException {
    start(whenReleased(), LeavingIT::twoAtATime);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      clients.add(stage.client().send(Stage.soap("buy")));
    }
    await().until(() -> legacy.received().size() == 2);
    stage.awaitOpen(7);
    // The waiting ones first, so that no permit comes to them.
    for (RawClient client : clients.reversed()) {
      departure.of(client);
    }
    stage.awaitOpen(0);
    assertThat(legacy.received()).hasSize(2);
    try (RawClient next = stage.client()) {
      next.send(Stage.soap("look"));
      await().until(() -> legacy.received().size() == 3);
      gate.open();
      assertThat(next.reply().status()).isEqualTo(200);
    }
    assertThat(legacy.received()).hasSize(3);
  }

  @Test
  void higherPriorityTakesTheLastPlaceInTheQueue() throws IOException {
    start(
        whenReleased(),
        yaml ->
            twoAtATime(yaml)
                .replace(
                    "max-connections: 2\n    max-queue: 5", "max-connections: 1\n    max-queue: 1")
                .replaceFirst("(class: unsafe\n)", "$1    priority: high\n")
                .replaceFirst("(class: read\n)", "$1    priority: low\n"));
    try (RawClient first = stage.client();
        RawClient low = stage.client();
        RawClient high = stage.client()) {
      first.send(Stage.soap("buy"));
      await().until(() -> legacy.received().size() == 1);
      low.send(Stage.soap("look"));
      stage.awaitOpen(2);
      high.send(Stage.soap("buy"));
      assertThat(low.reply().status()).isEqualTo(503);
      gate.open();
      assertThat(high.reply().status()).isEqualTo(200);
      assertThat(first.reply().status()).isEqualTo(200);
    }
  }

  /** The next request of a client looks like its end until it is read. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 60_000})
  void whoSendsTheNextRequestMeanwhileIsStillThere(int size) throws IOException {
    start(whenReleased(), yaml -> yaml);
    try (RawClient client = stage.client()) {
      client.send(Stage.get("/first"));
      await().until(() -> legacy.received().size() == 1);
      String second = Stage.post("a".repeat(size));
      client.send(second.substring(0, 10));
      stage.awaitOpen(1);
      client.send(second.substring(10));
      client.send(Stage.get("/third"));
      stage.awaitOpen(1);
      gate.open();
      assertThat(client.reply().body()).isEqualTo("GET /first HTTP/1.1" + 0);
      assertThat(client.reply().body()).isEqualTo("POST " + Stage.PATH + " HTTP/1.1" + size);
      assertThat(client.reply().body()).isEqualTo("GET /third HTTP/1.1" + 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoGoesAwayAfterTheNextRequestIsNoticedToo(Departure departure) throws IOException {
    start(whenReleased(), yaml -> yaml);
    RawClient client = stage.client();
    client.send(Stage.get("/first"));
    await().until(() -> legacy.received().size() == 1);
    client.send(Stage.get("/second"));
    departure.of(client);
    stage.awaitOpen(0);
    assertThat(legacy.received()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void whoGoesAwayWithinTheAnswerIsNoticedThoughTheUpstreamIsSilent(Departure departure)
      throws IOException {
    start(
        (request, out) -> {
          FakeUpstream.raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\nhalf");
          gate.pass();
          return false;
        },
        yaml -> yaml);
    RawClient client = stage.client();
    client.send(Stage.soap("buy"));
    assertThat(client.replyToHead().status()).isEqualTo(200);
    departure.of(client);
    stage.awaitOpen(0);
  }

  /**
   * With two permits a permit or a connection that is lost is soon missed: the next request would
   * wait until the test gives up.
   */
  @Tag("deep")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokmore",
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ""
      })
  void nothingIsLostByAnswersThatEndUnusually(String answer) throws IOException {
    start(
        (request, out) -> {
          FakeUpstream.raw(out, answer);
          // Whoever sends a whole answer and closes races with the next request.
          return answer.endsWith("no") || answer.endsWith("more");
        },
        LeavingIT::twoAtATime);
    for (int i = 0; i < MANY; i++) {
      try (RawClient client = stage.client()) {
        assertThat(client.send(Stage.soap("buy")).replyToHead().status()).isIn(200, 403, 502);
      }
    }
    stage.awaitOpen(0);
    // So many failures eject the instance, and the probes of the proxy's own are GET.
    assertThat(legacy.received())
        .filteredOn(request -> request.method().equals("POST"))
        .hasSize(MANY);
    await().until(() -> legacy.openConnections() <= 2);
  }

  @Tag("deep")
  @Test
  void nothingIsLostByDeclinedRequests() throws IOException {
    gate.open();
    start(
        whenReleased(),
        yaml -> twoAtATime(yaml).replace("  fast:\n", "  fast:\n    max-connections: 2\n"));
    stage.cutOver("look: fast");
    await().until(() -> lookedAt().startsWith("POST") && !fast.received().isEmpty());
    for (int i = 0; i < MANY; i++) {
      assertThat(lookedAt()).startsWith("POST");
    }
    stage.awaitOpen(0);
    await().until(() -> legacy.openConnections() <= 2 && fast.openConnections() <= 2);
  }

  @Tag("deep")
  @Test
  void nothingIsLostByClientsThatGoAwayAtAnyMoment() throws IOException {
    gate.open();
    start(whenReleased(), LeavingIT::twoAtATime);
    for (int i = 0; i < MANY; i++) {
      RawClient client = stage.client();
      client.send(Stage.soap("buy"));
      Departure.values()[i % 2].of(client);
    }
    stage.awaitOpen(0);
    assertThat(lookedAt()).startsWith("POST");
    await().until(() -> legacy.openConnections() <= 2);
  }

  @Tag("deep")
  @Test
  void nothingIsLostByAnswersBeforeTheWholeRequest() throws IOException {
    legacy = FakeUpstream.early("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
    fast = FakeUpstream.answering("unused");
    stage = Stage.with(folder, legacy, fast, LeavingIT::twoAtATime);
    for (int i = 0; i < MANY; i++) {
      try (RawClient client = stage.client()) {
        client.send(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n" + "a".repeat(80_000));
        assertThat(client.reply().body()).isEqualTo("no");
      }
    }
    stage.awaitOpen(0);
    await().until(() -> legacy.openConnections() == 0);
  }

  private String lookedAt() throws IOException {
    try (RawClient client = stage.client()) {
      return client.call(Stage.soap("look")).body();
    }
  }
}
