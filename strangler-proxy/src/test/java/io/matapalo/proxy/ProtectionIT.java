package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.proxy.SickUpstream.Mood;
import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The circuit breaker of a cluster, and its limit that follows latency. */
class ProtectionIT {

  private static final Pattern LIMIT =
      Pattern.compile("\"legacy\":\\{\"in-use\":\\d+,\"waiting\":\\d+,\"limit\":(\\d+)");

  @TempDir Path folder;

  private Stage stage(SickUpstream instance, String settings) throws IOException {
    return Stage.with(
        folder,
        FakeUpstream.answering("unused"),
        FakeUpstream.answering("unused"),
        yaml ->
            Stage.instancesOfLegacy(
                yaml, instance.entry("one") + "    outliers: {failures: 0}\n" + settings));
  }

  private static String status(RawClient client) throws IOException {
    return client.call(Stage.get("/matapalo/status")).body();
  }

  @Test
  void openBreakerRefusesAtOnceAsAFaultThatAsksToRetry() throws IOException {
    try (SickUpstream down = SickUpstream.in(Mood.ANSWERS_503);
        Stage stage =
            stage(down, "    circuit-breaker: {failure-percent: 50, min-requests: 4, open: 5m}\n");
        RawClient client = stage.client()) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("down");
      }
      RawClient.Reply refused = client.call(Stage.soap("buy"));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.field("Retry-After")).isPresent();
      assertThat(refused.body()).contains("Fault>", "not available");
      assertThat(down.received("POST")).isEqualTo(4);
      assertThat(status(client))
          .contains("\"circuit-breaker\":\"open\"", "\"circuit-open\":1", "\"in-use\":0");
    }
  }

  @Test
  void breakerClosesOnceTheClusterIsWell() throws IOException {
    try (SickUpstream down = SickUpstream.in(Mood.ANSWERS_503);
        Stage stage =
            stage(
                down, "    circuit-breaker: {failure-percent: 50, min-requests: 4, open: 50ms}\n");
        RawClient client = stage.client()) {
      await()
          .until(() -> {
            client.call(Stage.soap("buy"));
            return status(client).contains("\"circuit-breaker\":\"open\"");
          });
      down.becomes(Mood.WELL);
      await().until(() -> client.call(Stage.soap("buy")).status() == 200);
      await()
          .until(() -> {
            client.call(Stage.soap("buy"));
            return status(client).contains("\"circuit-breaker\":\"closed\"");
          });
      assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(200);
    }
  }

  @Test
  void deadlinesThatPassOpenTheBreaker() throws IOException {
    try (SickUpstream hung = SickUpstream.in(Mood.HANGS);
        Stage stage =
            Stage.with(
                folder,
                FakeUpstream.answering("unused"),
                FakeUpstream.answering("unused"),
                yaml ->
                    Stage.shortDeadline(
                        Stage.instancesOfLegacy(
                            yaml,
                            hung.entry("one")
                                + "    circuit-breaker:"
                                + " {failure-percent: 50, min-requests: 2, open: 5m}\n")));
        RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("look")).status()).isEqualTo(504);
      assertThat(client.call(Stage.soap("look")).status()).isEqualTo(504);
      assertThat(client.call(Stage.soap("look")).status()).isEqualTo(503);
      assertThat(hung.received("POST")).isEqualTo(2);
    }
  }

  @Test
  void soapFaultsLeaveTheBreakerClosed() throws IOException {
    String fault = "500 Internal Server Error";
    FakeUpstream legacy =
        FakeUpstream.start(
            (request, out) -> FakeUpstream.reply(out, fault, "<fault/>", "Content-Type: text/xml"));
    try (Stage stage =
            Stage.with(
                folder,
                legacy,
                FakeUpstream.answering("unused"),
                yaml ->
                    yaml.replace(
                        "    queue-timeout: 5m",
                        "    queue-timeout: 5m\n"
                            + "    circuit-breaker: {failure-percent: 1, min-requests: 1}"));
        RawClient client = stage.client()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(500);
      }
      assertThat(status(client)).contains("\"circuit-breaker\":\"closed\"");
    }
  }

  @Test
  void limitBeginsAtItsLeastAndRisesWhileAnswersAreQuick() throws IOException {
    try (SickUpstream good = SickUpstream.in(Mood.WELL);
        Stage stage = stage(good, "    adaptive-limit: {min: 2}\n");
        RawClient client = stage.client();
        RawClient other = stage.client()) {
      assertThat(limit(client)).isEqualTo(2);
      await()
          .until(() -> {
            for (int i = 0; i < 20; i++) {
              client.send(Stage.soap("buy"));
              assertThat(other.call(Stage.soap("buy")).status()).isEqualTo(200);
              assertThat(client.reply().status()).isEqualTo(200);
            }
            return limit(client) > 2;
          });
    }
  }

  private static int limit(RawClient client) throws IOException {
    Matcher found = LIMIT.matcher(status(client));
    assertThat(found.find()).isTrue();
    return Integer.parseInt(found.group(1));
  }
}
