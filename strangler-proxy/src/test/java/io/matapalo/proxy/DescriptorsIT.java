package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy with few file descriptors, and more clients than it has any for. */
class DescriptorsIT {

  private static final Path JAR = Path.of("target", "strangler-proxy.jar");
  private static final int LIMIT = 256;
  private static final int CROWD = 400;

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void endProcesses() throws InterruptedException {
    release.countDown();
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process start(String limits, int legacyPort) throws IOException {
    Path file = folder.resolve("proxy.yaml");
    Files.writeString(file, Stage.yaml(legacyPort, legacyPort));
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                limits + "; exec \"$0\" -jar \"$1\" --config \"$2\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                JAR.toString(),
                file.toString())
            .redirectError(folder.resolve("stderr").toFile())
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

  private static long descriptorsOf(Process process) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return open.count();
    }
  }

  private boolean answerOnceReleased(OutputStream out) throws IOException {
    try {
      assertThat(release.await(Stage.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FakeUpstream.reply(out, "200 OK", "well");
  }

  /**
   * The proxy ran out of descriptors, ejected the healthy instance for that, and accepted nobody
   * for 24 s after all clients had gone.
   */
  @Test
  void moreClientsThanDescriptorsEjectNobodyAndAreServedInTheirTurn() throws Exception {
    try (FakeUpstream legacy = FakeUpstream.start((_, out) -> answerOnceReleased(out))) {
      Process process = start("ulimit -n " + LIMIT, legacy.port());
      int port = readyPort(process);
      List<RawClient> crowd = new ArrayList<>();
      for (int i = 0; i < CROWD; i++) {
        crowd.add(RawClient.to(port).send(Stage.soap("look", "Connection: close")));
      }
      await().until(() -> legacy.received().size() >= LIMIT / 6);
      assertThat(descriptorsOf(process)).isLessThan(LIMIT);
      release.countDown();
      for (RawClient client : crowd) {
        assertThat(client.reply().status()).isEqualTo(200);
        client.close();
      }
      try (RawClient client = RawClient.to(port)) {
        assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(200);
        assertThat(client.call(Stage.get("/matapalo/status")).body())
            .doesNotContain("ejected", "probing");
      }
      assertThat(Files.readString(folder.resolve("stderr")))
          .contains("File descriptors do not suffice", "limit=" + LIMIT)
          .doesNotContain("could not be accepted", "Too many open files");
    }
  }

  @Test
  void softLimitIsRaisedToTheHardOne() throws Exception {
    Process process = start("ulimit -Sn 300; ulimit -Hn 4000", 1);
    readyPort(process);
    Path limits = Path.of("/proc", Long.toString(process.pid()), "limits");
    assertThat(Files.readString(limits)).containsPattern("Max open files +4000 +4000");
  }
}
