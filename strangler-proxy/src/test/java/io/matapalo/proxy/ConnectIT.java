package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances that swallow attempts to connect, without a word. */
class ConnectIT {

  @TempDir Path folder;

  private Stage stage(BlackHole hole, String connectTimeout, UnaryOperator<String> change)
      throws IOException {
    return Stage.with(
        folder,
        FakeUpstream.answering("from legacy"),
        FakeUpstream.answering("unused"),
        yaml ->
            change.apply(
                yaml.replaceFirst(
                    "(- \\{name: legacy-1, url: \"http://127.0.0.1:)[0-9]+(\"\\})",
                    "$1" + hole.port() + "$2\n    connect-timeout: " + connectTimeout)));
  }

  @Test
  void blackHoleIsUnavailableAfterTheConnectTimeout() throws IOException {
    try (BlackHole hole = BlackHole.open();
        Stage stage =
            stage(hole, "200ms", yaml -> yaml.replace("queue-timeout: 5m", "max-connections: 1"));
        RawClient client = stage.client()) {
      for (int i = 0; i < 3; i++) {
        RawClient.Reply reply = client.call(Stage.soap("buy"));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).contains("not available").contains("soap:Server");
        assertThat(reply.field("Retry-After")).isPresent();
      }
      assertThat(hole.strangers()).isZero();
    }
  }

  @Test
  void deadlineOfTheOperationHoldsWhileConnecting() throws IOException {
    try (BlackHole hole = BlackHole.open();
        Stage stage = stage(hole, "3s", Stage::shortDeadline);
        RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("look")).status()).isEqualTo(504);
      assertThat(client.call(Stage.get("/matapalo/status")).body())
          .contains("\"open-requests\":1,");
    }
  }

  @Test
  void nextInstanceIsAskedAfterTheConnectTimeout() throws IOException {
    try (BlackHole hole = BlackHole.open();
        FakeUpstream alive = FakeUpstream.answering("alive");
        Stage stage =
            stage(
                hole,
                "200ms",
                yaml ->
                    yaml.replaceFirst(
                        "(- \\{name: legacy-1, [^\n]*\n)",
                        "$1      - {name: legacy-2, url: \"http://127.0.0.1:"
                            + alive.port()
                            + "\"}\n"))) {
      for (int host = 1; host <= 8; host++) {
        try (RawClient client = RawClient.from("127.0.0." + host, stage.port())) {
          assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("alive");
        }
      }
    }
  }
}
