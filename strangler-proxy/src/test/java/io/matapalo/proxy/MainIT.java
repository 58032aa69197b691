package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import io.matapalo.testkit.http.RecordedRequest;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy as operators have it: the packaged jar, a file, signals and exit codes. */
class MainIT {

  private static final Path JAR = Path.of("target", "strangler-proxy.jar");
  private static final int KILLED_BY_SIGTERM = 128 + 15;

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

  private Process start(Path config) throws IOException {
    return start(config, 0);
  }

  private Process start(Path config, int port) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString(),
                "--config",
                config.toString(),
                "--port",
                Integer.toString(port))
            .redirectError(folder.resolve("stderr").toFile())
            .start();
    started.add(process);
    return process;
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("stderr"));
  }

  private static int readyPort(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    assertThat(line).startsWith("proxy ready at http://127.0.0.1:");
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(Stage.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private Path config(String more, int legacyPort, int fastPort) throws IOException {
    Path file = folder.resolve("proxy.yaml");
    Files.writeString(file, Stage.yaml(legacyPort, fastPort) + more);
    return file;
  }

  @Test
  void flipTakesEffectAndSigtermLetsTheRequestInFlightEnd() throws Exception {
    try (FakeUpstream legacy = FakeUpstream.answering("from legacy");
        FakeUpstream fast = FakeUpstream.start(this::answerOnceReleased)) {
      Process process = start(config("", legacy.port(), fast.port()));
      int port = readyPort(process);
      try (RawClient client = RawClient.to(port)) {
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from legacy");
        Stage.writeCutover(folder, "operations:\n  buy: fast\n");
        await().until(() -> statusOf(client).contains("\"snapshot-version\":2"));
        client.send(Stage.soap("buy"));
        await().until(() -> fast.received().size() == 1);
        process.destroy();
        await().until(() -> errors().contains("Proxy stops."));
        assertThat(process.isAlive()).isTrue();
        release.countDown();
        RawClient.Reply reply = client.reply();
        assertThat(reply.body()).isEqualTo("from fast");
        assertThat(reply.field("Connection")).contains("close");
      }
      assertThat(exitCode(process)).isEqualTo(KILLED_BY_SIGTERM);
      assertThat(errors()).contains("Proxy stopped.").doesNotContain("ERROR", "cut off");
    }
  }

  @Test
  void sighupReadsTheConfigurationAgain() throws Exception {
    try (FakeUpstream legacy = FakeUpstream.answering("from legacy");
        FakeUpstream other = FakeUpstream.answering("from another")) {
      Process process = start(config("", legacy.port(), legacy.port()));
      int port = readyPort(process);
      try (RawClient client = RawClient.to(port)) {
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from legacy");
        config("nonsense: 1\n", other.port(), other.port());
        hangUp(process);
        await().until(() -> errors().contains("the last good one stays"));
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from legacy");
        config("", other.port(), other.port());
        hangUp(process);
        await().until(() -> errors().contains("Configuration read again."));
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from another");
      }
      assertThat(errors())
          .contains("key=clusters.legacy.instances[legacy-1].url before=http://127.0.0.1:");
    }
  }

  private static void hangUp(Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  private static String statusOf(RawClient client) throws IOException {
    return client.call(Stage.get("/matapalo/status")).body();
  }

  private boolean answerOnceReleased(RecordedRequest request, OutputStream out) throws IOException {
    try {
      assertThat(release.await(Stage.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FakeUpstream.reply(out, "200 OK", "from fast");
  }

  @Test
  void keyThatIsNotKnownEndsWithItsName() throws Exception {
    Process process = start(config("listen-prot: 1\n", 1, 2));
    assertThat(exitCode(process)).isEqualTo(2);
    assertThat(errors()).contains("listen-prot is not a key here").doesNotContain("\tat ");
  }

  @Test
  void configurationThatIsNotThereEndsWithItsName() throws Exception {
    Process process = start(folder.resolve("absent.yaml"));
    assertThat(exitCode(process)).isEqualTo(2);
    assertThat(errors()).contains("absent.yaml").doesNotContain("\tat ");
  }

  /** The name service's answer was an exception that nobody caught, with a stack trace. */
  @Test
  void hostThatHasNoAddressEndsWithItsName() throws Exception {
    Process process = start(config("listen-host: \"::no-address\"\n", 1, 2));
    assertThat(exitCode(process)).isEqualTo(1);
    assertThat(errors()).contains("listen-host ::no-address").doesNotContain("\tat ");
  }

  @Test
  void portThatIsTakenEndsWithItsNumber() throws Exception {
    try (FakeUpstream holder = FakeUpstream.answering("unused")) {
      Process process = start(config("", 1, 2), holder.port());
      assertThat(exitCode(process)).isEqualTo(1);
      assertThat(errors()).contains("port " + holder.port()).doesNotContain("\tat ");
    }
  }
}
