package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of all sizes, both ways, and those that never end. */
class BodyIT {

  private static final int FIFTY_MEBIBYTES = 50 << 20;

  @TempDir Path folder;

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private Stage stage;

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private FakeUpstream legacy;

  @AfterEach
  void stop() throws IOException {
    stage.close();
  }

  private void start(FakeUpstream.Script script) throws IOException {
    legacy = FakeUpstream.start(script);
    stage = Stage.with(folder, legacy, FakeUpstream.answering("unused"));
  }

  private void startWith(UnaryOperator<String> change) throws IOException {
    legacy = FakeUpstream.answering("ok");
    stage = Stage.with(folder, legacy, FakeUpstream.answering("unused"), change);
  }

  @Test
  void fiftyMebibytesAreRefusedByTheirLengthAlone() throws IOException {
    start((request, out) -> FakeUpstream.reply(out, "200 OK", "ok"));
    try (RawClient client = stage.client()) {
      RawClient.Reply reply =
          client.call(
              "POST /shop/v1 HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nContent-Length: "
                  + FIFTY_MEBIBYTES
                  + "\r\n\r\n<s");
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.body()).contains("soap:Client");
    }
    assertThat(legacy.connections()).isZero();
  }

  @Test
  void fiftyMebibytesThatAreSentAnywayAreReadOverAndTheAnswerArrives() throws Exception {
    startWith(yaml -> yaml.replace("drain: 5m", "drain: 5m\n  linger: 5m"));
    try (RawClient client = stage.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + FIFTY_MEBIBYTES + "\r\n\r\n");
      byte[] piece = new byte[1 << 20];
      for (int i = 0; i < 50; i++) {
        client.send(piece);
      }
      assertThat(client.reply().status()).isEqualTo(413);
    }
  }

  @Test
  void chunkedBodyIsCountedAndRefusedWhenItGrowsTooLarge() throws IOException {
    start((request, out) -> FakeUpstream.reply(out, "200 OK", "ok"));
    try (RawClient client = stage.client()) {
      client.send(
          "POST /shop/v1 HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n");
      String chunk = Integer.toHexString(1 << 20) + "\r\n" + "a".repeat(1 << 20) + "\r\n";
      for (int i = 0; i < 11; i++) {
        client.send(chunk);
      }
      assertThat(client.reply().status()).isEqualTo(413);
    }
    await().untilAsserted(() -> assertThat(legacy.openConnections()).isZero());
    assertThat(legacy.received()).isEmpty();
  }

  @Test
  void fiftyMebibytesAreStreamedIfTheyAreAllowed() throws IOException {
    startWith(yaml -> yaml.replace("10485760", Integer.toString(FIFTY_MEBIBYTES)));
    try (RawClient client = stage.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + FIFTY_MEBIBYTES + "\r\n\r\n");
      byte[] piece = new byte[1 << 20];
      for (int i = 0; i < 50; i++) {
        client.send(piece);
      }
      assertThat(client.reply().status()).isEqualTo(200);
      assertThat(client.call(Stage.get("/")).status()).isEqualTo(200);
    }
    assertThat(legacy.received().getFirst().content()).hasSize(FIFTY_MEBIBYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4096, 65535, 65536, 65537, 300_000})
  void bodyArrivesAsItWasSentWhateverItsSize(int size) throws IOException {
    start((request, out) -> FakeUpstream.reply(out, "200 OK", request.content()));
    String body = pattern(size);
    try (RawClient client = stage.client()) {
      assertSame(client.call(Stage.post(body)), body);
      String chunked =
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + Integer.toHexString(size)
              + "\r\n"
              + body
              + "\r\n0\r\n\r\n";
      assertSame(client.call(chunked), body);
    }
  }

  /** Says where the two differ, rather than printing both. */
  private static void assertSame(RawClient.Reply reply, String body) {
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).hasSize(body.length());
    assertThat(Arrays.mismatch(reply.body().toCharArray(), body.toCharArray())).isEqualTo(-1);
  }

  private static String pattern(int size) {
    StringBuilder body = new StringBuilder(size);
    for (int i = 0; body.length() < size; i++) {
      body.append((char) ('a' + i * 7 % 26));
    }
    return body.toString();
  }

  @Test
  void largeAnswerToASlowClientIsNotLost() throws Exception {
    String large = pattern(8 << 20);
    AtomicInteger written = new AtomicInteger();
    start((request, out) -> {
      FakeUpstream.raw(out, "HTTP/1.1 200 OK\r\nContent-Length: " + large.length() + "\r\n\r\n");
      for (int from = 0; from < large.length(); from += 1 << 16) {
        FakeUpstream.raw(out, large.substring(from, from + (1 << 16)));
        written.incrementAndGet();
      }
      return true;
    });
    try (RawClient client = stage.client()) {
      client.send(Stage.get("/"));
      AtomicInteger before = new AtomicInteger();
      await()
          .pollInterval(Duration.ofMillis(50))
          .until(() -> written.get() > 0 && before.getAndSet(written.get()) == written.get());
      assertSame(client.reply(), large);
    }
  }

  @Test
  void halfSentRequestIsEndedAndTouchesNoUpstream() throws IOException {
    startWith(Stage::shortPatience);
    try (RawClient client = stage.client()) {
      String request = Stage.soap("buy");
      client.send(request.substring(0, request.length() - 5));
      RawClient.Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.body()).contains("soap:Client");
      assertThat(client.isEnded()).isTrue();
    }
    assertThat(legacy.connections()).isZero();
  }

  @Test
  void halfSentHeadIsEnded() throws IOException {
    startWith(Stage::shortPatience);
    try (RawClient client = stage.client()) {
      client.send("POST /shop/v1 HTTP/1.1\r\nHost: a\r\n");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void halfSentLargeRequestGivesItsUpstreamConnectionBack() throws IOException {
    startWith(Stage::shortPatience);
    try (RawClient client = stage.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n" + "a".repeat(100_000));
      assertThat(client.reply().status()).isEqualTo(408);
    }
    await().untilAsserted(() -> assertThat(legacy.openConnections()).isZero());
    assertThat(legacy.received()).isEmpty();
    stage.awaitOpen(0);
  }

  @Test
  void clientThatHangsUpWithinTheBodyLeavesNothingBehind() throws IOException {
    start((request, out) -> FakeUpstream.reply(out, "200 OK", "ok"));
    for (int size : new int[] {10, 100_000}) {
      try (RawClient client = stage.client()) {
        client.send(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n" + "a".repeat(size));
      }
    }
    stage.awaitOpen(0);
    assertThat(legacy.received()).isEmpty();
  }

  @Test
  void expectedContinueIsSentByTheProxy() throws IOException {
    start((request, out) -> FakeUpstream.reply(out, "200 OK", request.content()));
    try (RawClient client = stage.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      assertThat(client.reply().status()).isEqualTo(100);
      client.send("hello");
      assertThat(client.reply().body()).isEqualTo("hello");
      assertThat(client.call(Stage.get("/")).status()).isEqualTo(200);
    }
    assertThat(legacy.received().getFirst().header("Expect")).isEmpty();
  }

  @Test
  void tooLargeBodyIsNotAskedFor() throws IOException {
    start((request, out) -> FakeUpstream.reply(out, "200 OK", "ok"));
    try (RawClient client = stage.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
              + FIFTY_MEBIBYTES
              + "\r\n\r\n");
      assertThat(client.reply().status()).isEqualTo(413);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void earlyAnswerToALargeBodyIsRelayed() throws IOException {
    legacy = FakeUpstream.early("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
    stage = Stage.with(folder, legacy, FakeUpstream.answering("unused"));
    try (RawClient client = stage.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n" + "a".repeat(100_000));
      RawClient.Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.body()).isEqualTo("no");
    }
  }

  @Test
  void answerWithoutLengthIsRelayedInChunksAndConnectionIsKept() throws IOException {
    start((request, out) -> {
      FakeUpstream.raw(out, "HTTP/1.1 200 OK\r\n\r\nuntil the end");
      return false;
    });
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.get("/")).body()).isEqualTo("until the end");
      assertThat(client.call(Stage.get("/")).body()).isEqualTo("until the end");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nonly this",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n"
      })
  void truncatedAnswerNeverSeemsComplete(String answer) throws IOException {
    start((request, out) -> {
      FakeUpstream.raw(out, answer);
      return false;
    });
    try (RawClient client = stage.client()) {
      client.send(Stage.get("/"));
      assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
    }
    try (RawClient old = stage.client()) {
      old.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
      // Nothing but a reset can tell an HTTP/1.0 client that a body of unknown length broke off.
      assertThatThrownBy(old::reply).isInstanceOf(IOException.class);
    }
  }
}
