package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of the proxy that takes the port over from another one, under load. */
@Tag("deep")
class TakeOverIT {

  private static final int CLIENTS = 6;

  @TempDir Path folder;
  private final List<ProxyProcess> started = new ArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean(true);

  @AfterEach
  void endProcesses() {
    running.set(false);
    started.forEach(ProxyProcess::close);
  }

  private ProxyProcess start(String... more) throws IOException {
    ProxyProcess process = ProxyProcess.start(folder.resolve("proxy.yaml"), more);
    started.add(process);
    return process;
  }

  /** Each request has a connection of its own; without steering some are reset in the change. */
  @Test
  void noConnectionIsRefusedNorResetWhileProcessesTakeOver() throws Exception {
    try (FakeUpstream legacy = FakeUpstream.answering("well")) {
      Files.writeString(folder.resolve("token"), "0123456789abcdef");
      Files.writeString(
          folder.resolve("proxy.yaml"),
          "admin: {port: 0, token-file: token}\n" + Stage.yaml(legacy.port(), legacy.port()));
      ProxyProcess process = start("--port", "0");
      int port = process.readyPort();
      Queue<String> failures = new ConcurrentLinkedQueue<>();
      AtomicInteger served = new AtomicInteger();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.ofVirtual().start(() -> ask(port, served, failures)));
      }
      for (int i = 0; i < 2; i++) {
        awaitMore(served);
        ProxyProcess next =
            start("--port", Integer.toString(port), "--replace", Long.toString(process.pid()));
        assertThat(next.readyPort()).isEqualTo(port);
        assertThat(process.exitCode()).isEqualTo(ProxyProcess.KILLED_BY_SIGTERM);
        process = next;
      }
      awaitMore(served);
      running.set(false);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(failures).isEmpty();
      assertThat(process.errors()).contains("Port taken over").doesNotContain("ERROR", "WARNING");
    }
  }

  /** A second proxy that is started by mistake would get half of the connections. */
  @Test
  void portOfAnotherProxyIsTakenUnlessItIsReplaced() throws Exception {
    Files.writeString(folder.resolve("proxy.yaml"), Stage.yaml(1, 2));
    int port = start("--port", "0").readyPort();
    ProxyProcess second = start("--port", Integer.toString(port));
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.errors()).contains("port " + port);
  }

  private static void awaitMore(AtomicInteger served) {
    int enough = served.get() + 50 * CLIENTS;
    await().until(() -> served.get() >= enough);
  }

  private void ask(int port, AtomicInteger served, Queue<String> failures) {
    while (running.get()) {
      try (RawClient client = RawClient.to(port)) {
        int status = client.call(Stage.soap("look", "Connection: close")).status();
        if (status != 200) {
          failures.add("status " + status);
        }
        served.incrementAndGet();
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }
  }
}
