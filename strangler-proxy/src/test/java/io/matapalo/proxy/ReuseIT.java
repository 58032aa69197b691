package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which upstream connections serve another request: with bytes left over, the next request would
 * get another's answer.
 */
class ReuseIT {

  @TempDir Path folder;
  private final List<OutputStream> connections = new CopyOnWriteArrayList<>();

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
    stage.close();
  }

  private void start(FakeUpstream.Script onLegacy) throws IOException {
    legacy = FakeUpstream.start(onLegacy);
    fast = FakeUpstream.answering("unused");
    stage = Stage.with(folder, legacy, fast);
  }

  @Test
  void aWholeAnswerLeavesItsConnectionForTheNextRequest() throws IOException {
    start((request, out) -> FakeUpstream.reply(out, "200 OK", "ok"));
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("ok");
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("ok");
    }
    assertThat(legacy.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "200 OK~Content-Length: 2~~okmore",
        "200 OK~Content-Length: 2~~okHTTP/1.1 200 OK~Content-Length: 5~~other",
        "200 OK~Transfer-Encoding: chunked~~2~ok~0~~more",
        "204 No Content~~more",
        "304 Not Modified~~more",
        "200 OK~Content-Length: 0~~~"
      })
  void anAnswerWithBytesLeftOverEndsItsConnection(String answer) throws IOException {
    start((request, out) -> FakeUpstream.raw(out, "HTTP/1.1 " + answer.replace("~", "\r\n")));
    try (RawClient client = stage.client()) {
      String first = client.call(Stage.soap("buy")).body();
      assertThat(first).isIn("ok", "");
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo(first);
    }
    assertThat(legacy.connections()).isEqualTo(2);
  }

  @Test
  void bytesThatComeWhileAConnectionIsIdleEndIt() throws IOException {
    start((request, out) -> {
      connections.add(out);
      return FakeUpstream.reply(out, "200 OK", "ok");
    });
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("ok");
      FakeUpstream.raw(connections.getFirst(), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother");
      await().until(() -> legacy.openConnections() == 0);
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("ok");
    }
    assertThat(legacy.connections()).isEqualTo(2);
  }

  @Test
  void anUpstreamThatSaysSoOrSpeaksHttp10IsNotAskedAgain() throws IOException {
    start((request, out) -> FakeUpstream.reply(out, "200 OK", "ok", "Connection: close"));
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("ok");
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("ok");
    }
    assertThat(legacy.connections()).isEqualTo(2);
  }

  /** What the first client never sent would be taken out of the second one's request. */
  @Test
  void anAnswerBeforeTheWholeRequestWasSentEndsItsConnection() throws IOException {
    legacy = FakeUpstream.early("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
    fast = FakeUpstream.answering("unused");
    stage =
        Stage.with(folder, legacy, fast, yaml -> yaml.replace("io-threads: 2", "io-threads: 1"));
    for (int client = 1; client <= 2; client++) {
      try (RawClient sending = stage.client()) {
        sending.send(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n" + "a".repeat(100_000));
        assertThat(sending.reply().body()).isEqualTo("no");
      }
      assertThat(legacy.connections()).isEqualTo(client);
    }
  }
}
