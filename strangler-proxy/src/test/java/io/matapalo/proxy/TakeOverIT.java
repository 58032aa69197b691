package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of the proxy that takes the port over from another one, under load. */
@Tag("deep")
class TakeOverIT {

  private static final Path JAR = Path.of("target", "strangler-proxy.jar");
  private static final int CLIENTS = 6;
  private static final int KILLED_BY_SIGTERM = 128 + 15;

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean(true);

  @AfterEach
  void endProcesses() throws InterruptedException {
    running.set(false);
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start(String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-jar", JAR.toString(), "--config", folder.resolve("proxy.yaml").toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectError(folder.resolve("stderr-" + started.size()).toFile())
            .start();
    started.add(process);
    return process;
  }

  private static int readyPort(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    assertThat(line).startsWith("proxy ready at ");
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  /** Each request has a connection of its own; without steering some are reset in the change. */
  @Test
  void noConnectionIsRefusedNorResetWhileProcessesTakeOver() throws Exception {
    try (FakeUpstream legacy = FakeUpstream.answering("well")) {
      Files.writeString(folder.resolve("token"), "0123456789abcdef");
      Files.writeString(
          folder.resolve("proxy.yaml"),
          "admin: {port: 0, token-file: token}\n" + Stage.yaml(legacy.port(), legacy.port()));
      Process process = start("--port", "0");
      int port = readyPort(process);
      Queue<String> failures = new ConcurrentLinkedQueue<>();
      AtomicInteger served = new AtomicInteger();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.ofVirtual().start(() -> ask(port, served, failures)));
      }
      for (int i = 0; i < 2; i++) {
        awaitMore(served);
        Process next =
            start("--port", Integer.toString(port), "--replace", Long.toString(process.pid()));
        assertThat(readyPort(next)).isEqualTo(port);
        assertThat(process.waitFor(Stage.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(KILLED_BY_SIGTERM);
        process = next;
      }
      awaitMore(served);
      running.set(false);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(failures).isEmpty();
      assertThat(Files.readString(folder.resolve("stderr-2")))
          .contains("Port taken over")
          .doesNotContain("ERROR", "WARNING");
    }
  }

  /** A second proxy that is started by mistake would get half of the connections. */
  @Test
  void portOfAnotherProxyIsTakenUnlessItIsReplaced() throws Exception {
    Files.writeString(folder.resolve("proxy.yaml"), Stage.yaml(1, 2));
    int port = readyPort(start("--port", "0"));
    Process second = start("--port", Integer.toString(port));
    assertThat(second.waitFor(Stage.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("stderr-1"))).contains("port " + port);
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
