package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy with few file descriptors, and more clients than it has any for. */
class DescriptorsIT {

  private static final int LIMIT = 256;
  private static final int CROWD = 400;

  @TempDir Path folder;
  private final Gate gate = new Gate();

  @AfterEach
  void openGate() {
    gate.open();
  }

  private ProxyProcess start(String limits, int legacyPort) throws IOException {
    Path file = folder.resolve("proxy.yaml");
    Files.writeString(file, Stage.yaml(legacyPort, legacyPort));
    return ProxyProcess.startAfter(limits, file);
  }

  /**
   * The proxy ran out of descriptors, ejected the healthy instance for that, and accepted nobody
   * for 24 s after all clients had gone.
   */
  @Test
  void moreClientsThanDescriptorsEjectNobodyAndAreServedInTheirTurn() throws Exception {
    try (FakeUpstream legacy = FakeUpstream.start(gate.thenAnswers("well"));
        ProxyProcess process = start("ulimit -n " + LIMIT, legacy.port())) {
      int port = process.readyPort();
      List<RawClient> crowd = new ArrayList<>();
      for (int i = 0; i < CROWD; i++) {
        crowd.add(RawClient.to(port).send(Stage.soap("look", "Connection: close")));
      }
      await().until(() -> legacy.received().size() >= LIMIT / 6);
      assertThat(process.descriptors()).isLessThan(LIMIT);
      gate.open();
      for (RawClient client : crowd) {
        assertThat(client.reply().status()).isEqualTo(200);
        client.close();
      }
      try (RawClient client = RawClient.to(port)) {
        assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(200);
        assertThat(client.call(Stage.get("/matapalo/status")).body())
            .doesNotContain("ejected", "probing");
      }
      assertThat(process.errors())
          .contains("File descriptors do not suffice", "limit=" + LIMIT)
          .doesNotContain("could not be accepted", "Too many open files");
    }
  }

  @Test
  void softLimitIsRaisedToTheHardOne() throws Exception {
    try (ProxyProcess process = start("ulimit -Sn 300; ulimit -Hn 4000", 1)) {
      process.readyPort();
      assertThat(process.number("limits", "Max open files")).isEqualTo(4000);
    }
  }
}
