package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy as operators have it: the packaged jar, a file, signals and exit codes. */
class MainIT {

  @TempDir Path folder;
  private final Gate gate = new Gate();

  @AfterEach
  void openGate() {
    gate.open();
  }

  private static ProxyProcess start(Path config, int port) throws IOException {
    return ProxyProcess.start(config, "--port", Integer.toString(port));
  }

  private Path config(String more, int legacyPort, int fastPort) throws IOException {
    Path file = folder.resolve("proxy.yaml");
    Files.writeString(file, Stage.yaml(legacyPort, fastPort) + more);
    return file;
  }

  @Test
  void flipTakesEffectAndSigtermLetsTheRequestInFlightEnd() throws Exception {
    try (FakeUpstream legacy = FakeUpstream.answering("from legacy");
        FakeUpstream fast = FakeUpstream.start(gate.thenAnswers("from fast"));
        ProxyProcess process = start(config("", legacy.port(), fast.port()), 0)) {
      int port = process.readyPort();
      try (RawClient client = RawClient.to(port)) {
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from legacy");
        Stage.writeCutover(folder, "operations:\n  buy: fast\n");
        await().until(() -> statusOf(client).contains("\"snapshot-version\":2"));
        client.send(Stage.soap("buy"));
        await().until(() -> fast.received().size() == 1);
        process.terminate();
        await().until(() -> process.errors().contains("Proxy stops."));
        assertThat(process.isAlive()).isTrue();
        gate.open();
        RawClient.Reply reply = client.reply();
        assertThat(reply.body()).isEqualTo("from fast");
        assertThat(reply.field("Connection")).contains("close");
      }
      assertThat(process.exitCode()).isEqualTo(ProxyProcess.KILLED_BY_SIGTERM);
      assertThat(process.errors()).contains("Proxy stopped.").doesNotContain("ERROR", "cut off");
    }
  }

  @Test
  void sighupReadsTheConfigurationAgain() throws Exception {
    try (FakeUpstream legacy = FakeUpstream.answering("from legacy");
        FakeUpstream other = FakeUpstream.answering("from another");
        ProxyProcess process = start(config("", legacy.port(), legacy.port()), 0)) {
      int port = process.readyPort();
      try (RawClient client = RawClient.to(port)) {
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from legacy");
        config("nonsense: 1\n", other.port(), other.port());
        process.hangUp();
        await().until(() -> process.errors().contains("the last good one stays"));
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from legacy");
        config("", other.port(), other.port());
        process.hangUp();
        await().until(() -> process.errors().contains("Configuration read again."));
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from another");
      }
      assertThat(process.errors())
          .contains("key=clusters.legacy.instances[legacy-1].url before=http://127.0.0.1:");
    }
  }

  @Test
  @Tag("deep")
  void warmUpIsHiddenFromInstancesCountersAndLog() throws Exception {
    try (FakeUpstream legacy = FakeUpstream.answering("from legacy")) {
      Path file = config("access-log: {file: access.log}\n", legacy.port(), legacy.port());
      Files.writeString(file, Files.readString(file).replace("warm-up: 0ms", "warm-up: 10m"));
      Stage.writeCutover(folder, "operations:\n  buy: legacy\n");
      try (ProxyProcess process = start(file, 0)) {
        int port = process.readyPort();
        assertThat(process.errors()).containsPattern("Warmed up. requests=(\\d+) of=\\1\n");
        assertThat(legacy.connections()).isZero();
        assertThat(folder.resolve("access.log")).doesNotExist();
        assertThat(process.errors()).doesNotContain("WARN", "ERROR", "moved");
        try (RawClient client = RawClient.to(port)) {
          assertThat(statusOf(client))
              .contains("\"open-requests\":1,")
              .doesNotContainPattern("\"requests\":[1-9]");
        }
      }
    }
  }

  private static String statusOf(RawClient client) throws IOException {
    return client.call(Stage.get("/matapalo/status")).body();
  }

  @Test
  void keyThatIsNotKnownEndsWithItsName() throws Exception {
    try (ProxyProcess process = start(config("listen-prot: 1\n", 1, 2), 0)) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.errors())
          .contains("listen-prot is not a key here")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void configurationThatIsNotThereEndsWithItsName() throws Exception {
    try (ProxyProcess process = start(folder.resolve("absent.yaml"), 0)) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.errors()).contains("absent.yaml").doesNotContain("\tat ");
    }
  }

  /** The name service's answer was an exception that nobody caught, with a stack trace. */
  @Test
  void hostThatHasNoAddressEndsWithItsName() throws Exception {
    try (ProxyProcess process = start(config("listen-host: \"::no-address\"\n", 1, 2), 0)) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.errors()).contains("listen-host ::no-address").doesNotContain("\tat ");
    }
  }

  @Test
  void portThatIsTakenEndsWithItsNumber() throws Exception {
    try (FakeUpstream holder = FakeUpstream.answering("unused");
        ProxyProcess process = start(config("", 1, 2), holder.port())) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.errors()).contains("port " + holder.port()).doesNotContain("\tat ");
    }
  }
}
