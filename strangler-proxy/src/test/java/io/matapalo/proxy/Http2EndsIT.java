package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How connections of HTTP/2 end: by their bounds, by a reload, by a stop. */
class Http2EndsIT {

  @TempDir static Path keys;

  // Made before all tests.
  @SuppressWarnings("NullAway.Init")
  private static TestIdentity shop;

  // Made before all tests.
  @SuppressWarnings("NullAway.Init")
  private static TestIdentity other;

  // Made before all tests.
  @SuppressWarnings("NullAway.Init")
  private static SSLContext trusting;

  @TempDir Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    shop = TestIdentity.make(keys, "shop", "dns:shop.example,ip:127.0.0.1");
    other = TestIdentity.make(keys, "other", "dns:shop.example,ip:127.0.0.1");
    trusting = TestIdentity.context(null, List.of(shop, other));
  }

  private Stage stage(FakeUpstream legacy, UnaryOperator<String> change) throws IOException {
    Path certificate = folder.resolve("served.pem");
    Path key = folder.resolve("served.key");
    put(shop, certificate, key);
    TestIdentity served = new TestIdentity(certificate, key, shop.store());
    return Stage.with(
        folder,
        legacy,
        FakeUpstream.answering("fast"),
        yaml ->
            change.apply(
                "tls:\n  http2: true\n  certificates:\n    - %s\n".formatted(served.yaml())
                    + yaml));
  }

  private static void put(TestIdentity identity, Path certificate, Path key) throws IOException {
    Files.copy(identity.certificateFile(), certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(identity.keyFile(), key, StandardCopyOption.REPLACE_EXISTING);
  }

  private static FrameClient frames(Stage stage) throws IOException {
    return FrameClient.to(trusting, stage.port());
  }

  private static String status(Stage stage) throws IOException {
    try (RawClient client =
        RawClient.over(FrameClient.socket(trusting, stage.port(), "http/1.1"))) {
      return client.call(Stage.get("/matapalo/status")).body();
    }
  }

  /** Frames that cost the server work and the client nothing. */
  enum Flood {
    PINGS {
      @Override
      void send(FrameClient client, int index) throws IOException {
        client.frame(FrameClient.PING, 0, 0, new byte[8]);
      }
    },
    SETTINGS {
      @Override
      void send(FrameClient client, int index) throws IOException {
        client.frame(FrameClient.SETTINGS, 0, 0, new byte[0]);
      }
    },
    PRIORITIES {
      @Override
      void send(FrameClient client, int index) throws IOException {
        client.frame(FrameClient.PRIORITY, 0, 1 + 2 * index, new byte[] {0, 0, 0, 0, 1});
      }
    },
    UNKNOWN_FRAMES {
      @Override
      void send(FrameClient client, int index) throws IOException {
        client.frame(99, 0, 0, new byte[1]);
      }
    },
    RESETS {
      @Override
      void send(FrameClient client, int index) throws IOException {
        client.get(1 + 2 * index, "/").reset(1 + 2 * index, FrameClient.CANCEL);
      }
    },
    EMPTY_DATA {
      @Override
      void send(FrameClient client, int index) throws IOException {
        if (index == 0) {
          client.head(1);
        }
        client.data(1, false, "");
      }
    },
    /** Each makes the server reset a stream. */
    ERRORS {
      @Override
      void send(FrameClient client, int index) throws IOException {
        int stream = 1 + 2 * index;
        client.head(stream).widen(stream, 0);
      }
    };

    abstract void send(FrameClient client, int index) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void floodEndsItsConnectionAlone(Flood flood) throws Exception {
    try (Stage stage = stage(FakeUpstream.answering("legacy"), yaml -> yaml);
        FrameClient neighbour = frames(stage);
        FrameClient client = frames(stage)) {
      CompletableFuture<FrameClient.Frame> end =
          CompletableFuture.supplyAsync(() -> {
            try {
              return client.goAway();
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      try {
        for (int i = 0; i < 1_000 && !end.isDone(); i++) {
          flood.send(client, i);
        }
      } catch (IOException e) {
        // The connection is closed to what still comes.
      }
      assertThat(end.get().error()).isEqualTo(FrameClient.ENHANCE_YOUR_CALM);
      await().until(() -> status(stage).contains("\"http2-connection\":1"));
      neighbour.get(1, "/a");
      assertThat(neighbour.answer(1).body()).isEqualTo("legacy");
    }
  }

  @Test
  void streamsAboveTheLimitAreRefusedAndMayBeSentAgain() throws Exception {
    Gate gate = new Gate();
    FakeUpstream legacy = FakeUpstream.start(gate.thenAnswers("late"));
    try (Stage stage = stage(legacy, yaml -> yaml);
        FrameClient client = frames(stage)) {
      for (int i = 0; i <= 100; i++) {
        client.get(1 + 2 * i, "/a");
      }
      assertThat(client.answer(201).error()).isEqualTo(FrameClient.REFUSED_STREAM);
      gate.open();
      assertThat(client.answer(199).body()).isEqualTo("late");
      client.get(203, "/a");
      assertThat(client.answer(203).body()).isEqualTo("late");
    }
  }

  @Test
  void streamsOfAllConnectionsAreAsManyAsConnectionsMayBe() throws Exception {
    Gate gate = new Gate();
    FakeUpstream legacy = FakeUpstream.start(gate.thenAnswers("late"));
    try (Stage stage =
            stage(
                legacy,
                yaml -> yaml.replace("limits:\n", "limits:\n  max-client-connections: 3\n"));
        FrameClient first = frames(stage);
        FrameClient second = frames(stage)) {
      first.get(1, "/a").get(3, "/a");
      await().until(() -> legacy.received().size() == 2);
      second.get(1, "/a").get(3, "/a");
      assertThat(second.answer(3).error()).isEqualTo(FrameClient.REFUSED_STREAM);
      gate.open();
      assertThat(second.answer(1).body()).isEqualTo("late");
      assertThat(first.answer(3).body()).isEqualTo("late");
    }
  }

  @Test
  void connectionsOfOneAddressAreLimited() throws Exception {
    try (Stage stage =
            stage(
                FakeUpstream.answering("legacy"),
                yaml -> yaml.replace("limits:\n", "limits:\n  max-connections-per-address: 1\n"));
        FrameClient first = frames(stage)) {
      first.get(1, "/a");
      assertThat(first.answer(1).status()).isEqualTo(200);
      try (RawClient second = stage.client()) {
        assertThat(second.isEnded()).isTrue();
      }
    }
  }

  @Test
  void idleConnectionIsEnded() throws Exception {
    try (Stage stage =
        stage(
            FakeUpstream.answering("legacy"),
            yaml -> yaml.replace("timeouts:\n", "timeouts:\n  keep-alive: 300ms\n"))) {
      await().until(() -> isEndedAfterItsAnswer(stage));
    }
  }

  private static boolean isEndedAfterItsAnswer(Stage stage) throws IOException {
    try (FrameClient client = frames(stage)) {
      int status;
      try {
        client.get(1, "/a");
        status = client.answer(1).status();
      } catch (IOException e) {
        // The request has to begin within the same time, which it may not on a busy machine.
        return false;
      }
      assertThat(status).isEqualTo(200);
      FrameClient.Frame end = client.goAway();
      assertThat(end.error()).isEqualTo(FrameClient.NO_ERROR);
      assertThat(end.lastStream()).isEqualTo(1);
      return client.isEnded();
    }
  }

  @Test
  void clientThatDoesNotBeginIsEnded() throws Exception {
    try (Stage stage =
        stage(FakeUpstream.answering("legacy"), yaml -> yaml.replace("head: 5m", "head: 300ms"))) {
      await().until(() -> isEndedAfterItsHandshake(stage));
    }
  }

  private static boolean isEndedAfterItsHandshake(Stage stage) throws IOException {
    FrameClient client;
    try {
      client = FrameClient.silent(trusting, stage.port());
    } catch (IOException e) {
      // A handshake has to end within the same time, which it may not on a busy machine.
      return false;
    }
    try (FrameClient silent = client) {
      return silent.isEnded();
    }
  }

  @Test
  void whatIsNoHttp2IsEnded() throws Exception {
    try (Stage stage = stage(FakeUpstream.answering("legacy"), yaml -> yaml);
        RawClient client = RawClient.over(FrameClient.socket(trusting, stage.port(), "h2"))) {
      client.send(Stage.get("/a"));
      await().until(client::isEnded);
      await().until(() -> status(stage).contains("\"http2-connection\":1"));
    }
  }

  /** The client's answer to a ping is waited for, however busy the machine is. */
  private static String longLinger(String yaml) {
    return yaml.replace("timeouts:\n", "timeouts:\n  linger: 1m\n");
  }

  /** The first GOAWAY lets requests through that were on their way; the second counts them. */
  @Test
  void stopLosesNoRequest() throws Exception {
    Gate gate = new Gate();
    FakeUpstream legacy = FakeUpstream.start(gate.thenAnswers("late"));
    Stage stage = stage(legacy, Http2EndsIT::longLinger);
    try (FrameClient client = frames(stage)) {
      client.get(1, "/a");
      await().until(() -> legacy.received().size() == 1);
      CompletableFuture<Void> stop =
          CompletableFuture.runAsync(() -> {
            try {
              stage.close();
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      FrameClient.Frame first = client.goAway();
      assertThat(first.lastStream()).isEqualTo(Integer.MAX_VALUE);
      client.get(3, "/b");
      await().until(() -> legacy.received().size() == 2);
      FrameClient.Frame second = client.goAway();
      assertThat(second.error()).isEqualTo(FrameClient.NO_ERROR);
      assertThat(second.lastStream()).isEqualTo(3);
      gate.open();
      assertThat(client.answer(1).body()).isEqualTo("late");
      stop.get();
      assertThat(legacy.received()).hasSize(2);
    }
  }

  @Test
  void reloadWithOtherCertificatesSendsClientsToNewConnections() throws Exception {
    Gate gate = new Gate();
    FakeUpstream legacy = FakeUpstream.start(gate.thenAnswers("late"));
    try (Stage stage = stage(legacy, Http2EndsIT::longLinger);
        FrameClient client = frames(stage)) {
      client.get(1, "/a");
      await().until(() -> legacy.received().size() == 1);
      assertThat(stage.reload(yaml -> yaml)).isInstanceOf(ReloadReport.Applied.class);
      client.get(3, "/b");
      await().until(() -> legacy.received().size() == 2);
      put(other, folder.resolve("served.pem"), folder.resolve("served.key"));
      assertThat(stage.reload(yaml -> yaml)).isInstanceOf(ReloadReport.Applied.class);
      assertThat(client.goAway().lastStream()).isEqualTo(Integer.MAX_VALUE);
      assertThat(client.goAway().lastStream()).isEqualTo(3);
      gate.open();
      assertThat(client.answer(3).body()).isEqualTo("late");
      assertThat(client.isEnded()).isTrue();
      try (FrameClient next = frames(stage)) {
        next.get(1, "/c");
        assertThat(next.answer(1).body()).isEqualTo("late");
      }
    }
  }

  @Test
  void goAwayOfTheClientLetsItsRequestsEnd() throws Exception {
    Gate gate = new Gate();
    FakeUpstream legacy = FakeUpstream.start(gate.thenAnswers("late"));
    try (Stage stage = stage(legacy, yaml -> yaml);
        FrameClient client = frames(stage)) {
      client.get(1, "/a");
      await().until(() -> legacy.received().size() == 1);
      client.frame(FrameClient.GOAWAY, 0, 0, new byte[8]);
      gate.open();
      assertThat(client.answer(1).body()).isEqualTo("late");
    }
  }
}
