package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once. */
class LoadIT {

  private static final int CLIENTS = 32;
  private static final int FLIPS = 50;

  /** So many that requests routed before a flip and after it are under way together. */
  private static final int SERVED_BETWEEN_FLIPS = 3 * CLIENTS;

  @TempDir Path folder;

  /**
   * A flip is in force once an answer shows its snapshot; no later request may be on the wrong
   * side.
   */
  @Test
  void flippingUnderLoadLosesNoRequestAndMisroutesNone() throws Exception {
    FakeUpstream legacy = FakeUpstream.answering("legacy");
    FakeUpstream fast = FakeUpstream.answering("fast");
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicLong served = new AtomicLong();
    AtomicLong inForce = new AtomicLong(1);
    try (Stage stage = Stage.with(folder, legacy, fast)) {
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.ofVirtual().start(() -> serve(stage, running, served, inForce, wrong)));
      }
      try (RawClient observer = stage.client()) {
        for (int flip = 1; flip <= FLIPS; flip++) {
          stage.cutOver(flip % 2 == 1 ? "buy: fast" : "buy: legacy");
          long version = flip + 1L;
          await().until(() -> snapshotOf(observer.call(Stage.soap("look"))) >= version);
          inForce.set(version);
          long enough = served.get() + SERVED_BETWEEN_FLIPS;
          await().until(() -> served.get() >= enough || !wrong.isEmpty());
        }
      }
      running.set(false);
      for (Thread client : clients) {
        client.join();
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(fast.received()).isNotEmpty();
  }

  private static long snapshotOf(RawClient.Reply reply) {
    return Long.parseLong(reply.field("X-Matapalo-Snapshot").orElseThrow());
  }

  private static void serve(
      Stage stage,
      AtomicBoolean running,
      AtomicLong served,
      AtomicLong inForce,
      Queue<String> wrong) {
    try (RawClient client = stage.client()) {
      while (running.get()) {
        long atLeast = inForce.get();
        RawClient.Reply reply = client.call(Stage.soap("buy"));
        long version = snapshotOf(reply);
        String side = version % 2 == 0 ? "fast" : "legacy";
        if (reply.status() != 200 || version < atLeast || !reply.body().equals(side)) {
          wrong.add("in force %d, answer %s".formatted(atLeast, reply));
        }
        served.incrementAndGet();
      }
    } catch (IOException e) {
      wrong.add(e.toString());
    }
  }

  @Test
  void fullClusterQueuesThenRefusesAndRecovers() throws Exception {
    Gate gate = new Gate();
    FakeUpstream legacy = FakeUpstream.start(gate.thenAnswers("ok"));
    try (Stage stage =
        Stage.with(
            folder,
            legacy,
            FakeUpstream.answering("unused"),
            yaml ->
                yaml.replace(
                    "    queue-timeout: 5m",
                    "    queue-timeout: 5m\n    max-connections: 2\n    max-queue: 2"))) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        clients.add(stage.client().send(Stage.soap("buy")));
      }
      await().until(() -> legacy.received().size() == 2);
      stage.awaitOpen(4);
      try (RawClient refused = stage.client()) {
        RawClient.Reply reply = refused.call(Stage.soap("buy"));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.field("Retry-After")).isPresent();
      }
      assertThat(legacy.received()).hasSize(2);
      gate.open();
      for (RawClient client : clients) {
        assertThat(client.reply().status()).isEqualTo(200);
        client.close();
      }
      stage.awaitOpen(0);
    }
  }

  @Test
  void waitingTooLongInTheQueueIsRefused() throws Exception {
    Gate gate = new Gate();
    FakeUpstream legacy = FakeUpstream.start(gate.thenAnswers("ok"));
    try (Stage stage =
            Stage.with(
                folder,
                legacy,
                FakeUpstream.answering("unused"),
                yaml ->
                    yaml.replace(
                        "    queue-timeout: 5m",
                        "    queue-timeout: 200ms\n    max-connections: 1"));
        RawClient first = stage.client();
        RawClient second = stage.client()) {
      first.send(Stage.soap("buy"));
      await().until(() -> legacy.received().size() == 1);
      assertThat(second.call(Stage.soap("buy")).status()).isEqualTo(503);
      gate.open();
      assertThat(first.reply().status()).isEqualTo(200);
      assertThat(second.call(Stage.soap("buy")).status()).isEqualTo(200);
    }
  }

  @Test
  void instanceThatIsGoneIsPassedOver() throws Exception {
    FakeUpstream gone = FakeUpstream.answering("gone");
    int port = gone.port();
    gone.close();
    FakeUpstream legacy = FakeUpstream.answering("alive");
    try (Stage stage =
        Stage.with(
            folder,
            legacy,
            FakeUpstream.answering("unused"),
            yaml ->
                yaml.replaceFirst(
                    "(- \\{name: legacy-1, [^\n]*\n)",
                    "$1      - {name: legacy-2, url: \"http://127.0.0.1:" + port + "\"}\n"))) {
      for (int host = 1; host <= 20; host++) {
        try (RawClient client = RawClient.from("127.0.0." + host, stage.port())) {
          assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("alive");
        }
      }
    }
  }

  @Test
  void stopLetsRequestsInFlightEnd() throws Exception {
    Gate gate = new Gate();
    FakeUpstream legacy = FakeUpstream.start(gate.thenAnswers("done"));
    try (Stage stage = Stage.with(folder, legacy, FakeUpstream.answering("unused"));
        RawClient client = stage.client();
        RawClient idle = stage.client()) {
      assertThat(idle.call(Stage.get("/matapalo/health")).status()).isEqualTo(200);
      client.send(Stage.soap("buy"));
      await().until(() -> legacy.received().size() == 1);
      Thread stopping = Thread.ofVirtual().start(() -> stage.proxy().close());
      await()
          .untilAsserted(
              () -> assertThat(idle.call(Stage.get("/matapalo/health")).status()).isEqualTo(503));
      gate.open();
      RawClient.Reply reply = client.reply();
      assertThat(reply.body()).isEqualTo("done");
      assertThat(stopping.join(Stage.LIMIT)).isTrue();
      assertThat(client.isEnded()).isTrue();
    }
  }
}
