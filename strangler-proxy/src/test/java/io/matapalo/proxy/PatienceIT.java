package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long the proxy waits: for a whole operation, or for the next byte of anything else. */
class PatienceIT {

  private static final int PIECES = 8;

  /** Eight of these take longer than the time-outs of these tests. */
  private static final long PIECE_MILLIS = 200;

  @TempDir Path folder;
  private final Gate gate = new Gate();

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private FakeUpstream legacy;

  // Set by the first line of each test.
  @SuppressWarnings("NullAway.Init")
  private Stage stage;

  @AfterEach
  void stop() throws IOException {
    gate.open();
    stage.close();
  }

  private void start(FakeUpstream.Script script, UnaryOperator<String> change) throws IOException {
    legacy = FakeUpstream.start(script);
    stage = Stage.with(folder, legacy, FakeUpstream.answering("unused"), change);
  }

  /** An answer that takes longer than any time-out here, but never falls silent for long. */
  private FakeUpstream.Script flowing() {
    return (request, out) -> {
      FakeUpstream.raw(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < PIECES; i++) {
        FakeUpstream.raw(out, "2\r\nab\r\n");
        pause();
      }
      return FakeUpstream.raw(out, "0\r\n\r\n");
    };
  }

  private void pause() throws IOException {
    stall(PIECE_MILLIS);
  }

  private boolean stall(long millis) throws IOException {
    return gate.pass(millis);
  }

  private static String shortSilence(String yaml) {
    return yaml.replace("timeout: 5m\n    queue", "timeout: 1s\n    queue");
  }

  @Test
  void anAnswerThatFlowsIsNotCut() throws IOException {
    start(flowing(), PatienceIT::shortSilence);
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.get("/report")).body()).isEqualTo("ab".repeat(PIECES));
    }
  }

  @Test
  void anOperationHasADeadlineAsAWholeUnlessItIsAStream() throws IOException {
    start(
        flowing(),
        yaml ->
            Stage.shortDeadline(yaml)
                .replaceFirst("(class: unsafe\n +timeout:) 5m", "$1 1s\n    stream: true"));
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("ab".repeat(PIECES));
      client.send(Stage.soap("look"));
      assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
    }
  }

  @Test
  void silenceBeforeTheAnswerIsATimeout() throws IOException {
    start((request, out) -> stall(Stage.LIMIT.toMillis()), PatienceIT::shortSilence);
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.get("/report")).status()).isEqualTo(504);
    }
  }

  @Test
  void silenceWithinTheAnswerCutsItByItsOwnTimeout() throws IOException {
    start(
        (request, out) -> {
          FakeUpstream.raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\nhalf");
          return stall(Stage.LIMIT.toMillis());
        },
        yaml ->
            yaml.replace(
                "    queue-timeout: 5m", "    queue-timeout: 5m\n    idle-timeout: 300ms"));
    try (RawClient client = stage.client()) {
      client.send(Stage.get("/report"));
      assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
    }
  }

  /** The other direction: a client that takes nothing keeps no upstream waiting for ever. */
  @Test
  void clientThatTakesNothingOfItsAnswerIsCutOff() throws IOException {
    String piece = "a".repeat(1 << 20);
    start(
        (request, out) -> {
          FakeUpstream.raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n");
          for (int i = 0; i < 100; i++) {
            FakeUpstream.raw(out, piece);
          }
          return true;
        },
        PatienceIT::shortSilence);
    try (RawClient client = stage.client()) {
      client.send(Stage.get("/report"));
      await().until(() -> legacy.received().size() == 1 && legacy.openConnections() == 0);
    }
  }

  @Test
  void bodyThatTricklesIsEndedThoughItIsNeverIdle() throws Exception {
    start(
        (request, out) -> FakeUpstream.reply(out, "200 OK", "ok"),
        yaml ->
            yaml.replace("body-idle: 5m", "body-idle: 500ms")
                .replace("limits:\n", "limits:\n  min-body-rate: 1000\n"));
    try (RawClient client = stage.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n");
      Thread trickle = Thread.ofVirtual().start(() -> trickle(client));
      assertThat(client.reply().status()).isEqualTo(408);
      gate.open();
      trickle.join();
    }
    assertThat(legacy.received()).isEmpty();
  }

  private void trickle(RawClient client) {
    try {
      while (!stall(PIECE_MILLIS)) {
        client.send("a");
      }
    } catch (IOException e) {
      // The proxy has closed the connection, as it should.
      gate.open();
    }
  }

  @Test
  void addressHasOnlySoManyConnections() throws IOException {
    start(
        (request, out) -> FakeUpstream.reply(out, "200 OK", "ok"),
        yaml -> yaml.replace("limits:\n", "limits:\n  max-connections-per-address: 2\n"));
    String busy = "127.0.0.2";
    try (RawClient first = RawClient.from(busy, stage.port());
        RawClient other = RawClient.from("127.0.0.3", stage.port())) {
      assertThat(first.call(Stage.get("/")).status()).isEqualTo(200);
      try (RawClient second = RawClient.from(busy, stage.port())) {
        assertThat(second.call(Stage.get("/")).status()).isEqualTo(200);
        try (RawClient third = RawClient.from(busy, stage.port())) {
          assertThat(third.isEnded()).isTrue();
        }
        assertThat(other.call(Stage.get("/")).status()).isEqualTo(200);
      }
      await()
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> {
            try (RawClient again = RawClient.from(busy, stage.port())) {
              return again.call(Stage.get("/")).status() == 200;
            }
          });
      assertThat(first.call(Stage.get("/")).status()).isEqualTo(200);
    }
  }
}
