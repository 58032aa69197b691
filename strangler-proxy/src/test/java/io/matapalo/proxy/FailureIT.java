package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that are gone, slow, full, confused, or unwilling. */
class FailureIT {

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

  @AfterEach
  void stop() throws IOException {
    gate.open();
    stage.close();
  }

  private void start(FakeUpstream.Script onLegacy, FakeUpstream.Script onFast) throws IOException {
    start(onLegacy, onFast, yaml -> yaml);
  }

  private void start(
      FakeUpstream.Script onLegacy, FakeUpstream.Script onFast, UnaryOperator<String> change)
      throws IOException {
    legacy = FakeUpstream.start(onLegacy);
    fast = FakeUpstream.start(onFast);
    stage = Stage.with(folder, legacy, fast, change);
  }

  private static FakeUpstream.Script ok(String body) {
    return (request, out) -> FakeUpstream.reply(out, "200 OK", body);
  }

  private boolean stall() throws IOException {
    gate.pass();
    return false;
  }

  private void cutOverBoth() throws IOException {
    stage.cutOver("buy: fast", "look: fast");
    await().untilAsserted(() -> assertThat(status()).contains("\"snapshot-version\":2"));
  }

  private String status() throws IOException {
    try (RawClient client = stage.client()) {
      return client.call(Stage.get("/matapalo/status")).body();
    }
  }

  @Test
  void killedFastPathGivesAFaultAtOnceAndTheFileBringsItBackToLegacy() throws IOException {
    start(ok("from legacy"), ok("from fast"));
    cutOverBoth();
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from fast");
      fast.close();
      RawClient.Reply reply = client.call(Stage.soap("buy"));
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.body()).contains("soap:Server").doesNotContain("fast-1", "127.0.0.1");
      assertThat(reply.field("Retry-After")).contains("1");
      assertThat(legacy.received()).isEmpty();
      stage.cutOver("buy: legacy");
      await()
          .untilAsserted(
              () -> assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from legacy"));
    }
  }

  @Test
  void unsafeOperationIsNotSentTwiceOnceItMayHaveArrived() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    start(
        ok("from legacy"),
        (request, out) ->
            calls.incrementAndGet() == 1 && FakeUpstream.reply(out, "200 OK", "first"));
    cutOverBoth();
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("first");
      RawClient.Reply reply = client.call(Stage.soap("buy"));
      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.body()).contains("soap:Server");
    }
    assertThat(calls).hasValue(2);
    assertThat(legacy.received()).isEmpty();
  }

  @Test
  void readOnADeadKeptConnectionIsSentAgain() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    start(
        (request, out) -> calls.incrementAndGet() != 2 && FakeUpstream.reply(out, "200 OK", "ok"),
        ok("unused"));
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("look")).status()).isEqualTo(200);
      assertThat(client.call(Stage.soap("look")).status()).isEqualTo(200);
    }
    assertThat(calls).hasValue(3);
    assertThat(legacy.connections()).isEqualTo(2);
  }

  @Test
  void connectionThatEndedWhileIdleIsNoticedEvenForUnsafeOperations() throws IOException {
    start(ok("ok"), ok("unused"));
    try (RawClient client = stage.client()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(200);
        legacy.hangUp();
        await().until(() -> legacy.openConnections() == 0);
      }
    }
  }

  @Test
  void connectionIsReused() throws IOException {
    start(ok("ok"), ok("unused"));
    try (RawClient client = stage.client()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(200);
      }
    }
    assertThat(legacy.connections()).isEqualTo(1);
  }

  @Test
  void slowUpstreamIsATimeoutWithinTheOperationsDeadline() throws IOException {
    start(ok("unused"), (request, out) -> stall(), Stage::shortDeadline);
    cutOverBoth();
    try (RawClient client = stage.client()) {
      RawClient.Reply reply = client.call(Stage.soap("look"));
      assertThat(reply.status()).isEqualTo(504);
      assertThat(reply.body()).contains("soap:Server");
      stage.cutOver("look: legacy");
      await()
          .untilAsserted(
              () -> assertThat(client.call(Stage.soap("look")).body()).isEqualTo("unused"));
    }
  }

  @Test
  void answerThatStallsHalfWayIsCutOffAtTheDeadline() throws IOException {
    start(
        (request, out) ->
            FakeUpstream.raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\nhalf")
                && stall(),
        ok("unused"),
        Stage::shortDeadline);
    try (RawClient client = stage.client()) {
      client.send(Stage.soap("look"));
      assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2 200 OK\r\n\r\n",
        "garbage\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nBad Name: a\r\n\r\n",
        "HTTP/1.1 200 OK\r\n folded: a\r\nA: b\r\n\r\n",
        "HTTP/1.1 200"
      })
  void whatIsNoAnswerBecomesABadGateway(String answer) throws IOException {
    start(
        (request, out) -> {
          FakeUpstream.raw(out, answer);
          return false;
        },
        ok("unused"));
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(502);
      assertThat(client.call(Stage.get("/")).status()).isEqualTo(502);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 X\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok"
      })
  void sloppyButClearAnswersAreRelayed(String answer) throws IOException {
    start((request, out) -> FakeUpstream.raw(out, answer), ok("unused"));
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("ok");
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("ok");
    }
  }

  @Test
  void answersWithoutBodyAreRelayed() throws IOException {
    start(
        (request, out) ->
            switch (request.line()) {
              case "HEAD / HTTP/1.1" ->
                  FakeUpstream.raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n");
              case "GET /204 HTTP/1.1" ->
                  FakeUpstream.raw(out, "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n");
              case "GET /304 HTTP/1.1" ->
                  FakeUpstream.raw(out, "HTTP/1.1 304 X\r\nContent-Length: 5\r\nETag: a\r\n\r\n");
              default -> FakeUpstream.reply(out, "200 OK", "ok");
            },
        ok("unused"));
    try (RawClient client = stage.client()) {
      client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.replyToHead().field("Content-Length")).contains("99");
      assertThat(client.call(Stage.get("/204")).status()).isEqualTo(204);
      assertThat(client.call(Stage.get("/304")).field("ETag")).contains("a");
      assertThat(client.call(Stage.get("/")).body()).isEqualTo("ok");
    }
    assertThat(legacy.connections()).isEqualTo(1);
  }

  @Test
  void declinedRequestIsReplayedToLegacyOnce() throws IOException {
    start(
        (request, out) -> FakeUpstream.reply(out, "200 OK", "legacy got " + request.content()),
        (request, out) -> FakeUpstream.reply(out, "421 X", "no", "X-Matapalo-Decline: not-mine"));
    cutOverBoth();
    try (RawClient client = stage.client()) {
      RawClient.Reply reply = client.call(Stage.soap("buy"));
      assertThat(reply.body()).isEqualTo("legacy got " + Stage.envelope("buy"));
      assertThat(reply.field("X-Matapalo-Side")).contains("legacy");
      assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(200);
    }
    assertThat(fast.connections()).isEqualTo(1);
    assertThat(status()).contains("\"declined\":2");
  }

  @Test
  void declinedRequestThatIsTooLargeToReplayIsAFault() throws IOException {
    start(
        ok("unused"),
        (request, out) -> FakeUpstream.reply(out, "421 X", "no", "X-Matapalo-Decline: not-mine"));
    cutOverBoth();
    String large = Stage.envelope("buy").replace("</s:Body>", "a".repeat(80_000) + "</s:Body>");
    try (RawClient client = stage.client()) {
      RawClient.Reply reply = client.call(Stage.post(large));
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.body()).contains("soap:Server");
    }
    assertThat(legacy.received()).isEmpty();
  }

  @Test
  void soap12RequestGetsASoap12Fault() throws IOException {
    start(ok("unused"), ok("unused"));
    cutOverBoth();
    fast.close();
    String body =
        Stage.envelope("buy")
            .replace(
                "http://schemas.xmlsoap.org/soap/envelope/",
                "http://www.w3.org/2003/05/soap-envelope");
    try (RawClient client = stage.client()) {
      RawClient.Reply reply = client.call(Stage.post(body));
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.body()).contains("soap:Receiver");
      assertThat(reply.field("Content-Type")).contains("application/soap+xml; charset=utf-8");
    }
  }
}
