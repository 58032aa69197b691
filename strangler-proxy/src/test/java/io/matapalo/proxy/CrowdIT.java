package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Crowds of clients that send nothing or next to nothing, before a process with little memory. It
 * stands them, and other clients notice nothing.
 */
@Tag("deep")
class CrowdIT {

  /** A JVM that runs out of this ends at once. */
  private static final String LITTLE_MEMORY =
      "export JDK_JAVA_OPTIONS=\"$JDK_JAVA_OPTIONS -Xmx96m -XX:MaxDirectMemorySize=64m"
          + " -XX:+ExitOnOutOfMemoryError\"";

  private static final int SLOW = 2_000;
  private static final int IDLE = 10_000;
  private static final int OTHERS = 200;
  private static final long PAUSE_MILLIS = 500;
  private static final long MOST_KIB = 400_000;

  @TempDir Path folder;
  private final Gate gate = new Gate();
  private final List<RawClient> crowd = new ArrayList<>();

  @AfterEach
  void disperse() throws IOException {
    gate.open();
    for (RawClient client : crowd) {
      client.close();
    }
  }

  private ProxyProcess start(FakeUpstream legacy, UnaryOperator<String> change) throws IOException {
    Path file = folder.resolve("proxy.yaml");
    Files.writeString(file, change.apply(Stage.yaml(legacy.port(), legacy.port())));
    return ProxyProcess.startAfter(LITTLE_MEMORY, file, "--port", "0");
  }

  /** From many addresses, because each has only some 28,000 ports. */
  private RawClient join(int port) throws IOException {
    RawClient client = RawClient.from("127.0.1." + (1 + crowd.size() % 20), port);
    crowd.add(client);
    return client;
  }

  private static void requireServed(int port) throws IOException {
    try (RawClient client = RawClient.to(port)) {
      for (int i = 0; i < OTHERS; i++) {
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("well");
      }
    }
  }

  /** Half of them send a head byte by byte, half a body: neither is ever idle for long. */
  @Test
  void twoThousandSlowClientsAreEndedAndHarmNobody() throws Exception {
    try (FakeUpstream legacy = FakeUpstream.answering("well");
        ProxyProcess process =
            start(
                legacy,
                yaml ->
                    yaml.replace("head: 5m", "head: 10s\n  keep-alive: 5m")
                        .replace("idle: 5m", "idle: 10s"))) {
      int port = process.readyPort();
      for (int i = 0; i < SLOW; i++) {
        join(port);
      }
      await().until(() -> process.descriptors() > SLOW);
      Thread slow = Thread.ofPlatform().start(this::sendByteByByte);
      requireServed(port);
      assertThat(process.number("status", "VmRSS")).isLessThan(MOST_KIB);
      await()
          .until(() -> {
            requireServed(port);
            return process.descriptors() < SLOW / 10;
          });
      gate.open();
      slow.join();
      assertThat(legacy.received()).allMatch(request -> request.content().contains("buy"));
    }
  }

  private void sendByteByByte() {
    String beginning = "POST / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < SLOW; i++) {
      goOn(crowd.get(i), i % 2 == 0 ? beginning : beginning + "Content-Length: 60000\r\n\r\n");
    }
    try {
      while (!gate.pass(PAUSE_MILLIS)) {
        crowd.forEach(client -> goOn(client, "a"));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void goOn(RawClient client, String next) {
    try {
      client.send(next);
    } catch (IOException e) {
      // The proxy has ended this one, as it should.
      assertThat(e).isNotNull();
    }
  }

  @Test
  void tenThousandIdleClientsCostLittleAndHarmNobody() throws Exception {
    try (FakeUpstream legacy = FakeUpstream.answering("well");
        ProxyProcess process =
            start(
                legacy,
                yaml ->
                    yaml.replace("limits:\n", "limits:\n  max-client-connections: 10100\n")
                        .replace("head: 5m", "head: 5m\n  keep-alive: 5m"))) {
      int port = process.readyPort();
      requireServed(port);
      for (int i = 0; i < IDLE; i++) {
        RawClient client = join(port);
        if (i % 2 == 0) {
          assertThat(client.call(Stage.get("/matapalo/health")).status()).isEqualTo(200);
        }
      }
      await().until(() -> process.descriptors() > IDLE);
      requireServed(port);
      assertThat(process.number("status", "VmRSS")).isLessThan(MOST_KIB);
      for (int i = 0; i < IDLE; i += IDLE / OTHERS) {
        assertThat(crowd.get(i).call(Stage.soap("look")).body()).isEqualTo("well");
      }
      disperse();
      await().until(() -> process.descriptors() < OTHERS);
      requireServed(port);
    }
  }
}
