package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matapalo.proxy.config.ConfigException;
import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators see and do at the admin port, and the access log. */
class AdminIT {

  private static final String TOKEN = "0123456789abcdef";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Stage stage() throws IOException {
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
    return Stage.with(
        folder,
        FakeUpstream.answering("from legacy"),
        FakeUpstream.answering("from fast"),
        yaml ->
            "admin: {port: 0, token-file: token}\naccess-log: {file: access.log}\n"
                + yaml.replace(
                    "  fast:\n", "  fast:\n    circuit-breaker: {failure-percent: 50}\n"));
  }

  private static RawClient.Reply ask(Stage stage, String method, String path, String body)
      throws IOException {
    try (RawClient client = RawClient.to(stage.proxy().adminPort().orElseThrow())) {
      return client.call(
          "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(method, path, TOKEN, body.length(), body));
    }
  }

  private static JsonNode post(Stage stage, String path, String body) throws IOException {
    return JSON.readTree(ask(stage, "POST", path, body).body());
  }

  @Test
  void nothingIsSaidWithoutTheToken() throws Exception {
    try (Stage stage = stage();
        RawClient client = RawClient.to(stage.proxy().adminPort().orElseThrow())) {
      assertThat(client.call(Stage.get("/state")).status()).isEqualTo(401);
      assertThat(client.call(Stage.get("/state", "Authorization: Bearer x")).status())
          .isEqualTo(401);
      assertThat(ask(stage, "GET", "/state", "").status()).isEqualTo(200);
      assertThat(ask(stage, "GET", "/", "").status()).isEqualTo(404);
      assertThat(ask(stage, "DELETE", "/state", "").status()).isEqualTo(405);
    }
  }

  @Test
  void tokenThatIsTooShortIsNamed() throws Exception {
    Files.writeString(folder.resolve("token"), "short");
    assertThatThrownBy(() ->
            Stage.with(
                folder,
                FakeUpstream.answering("a"),
                FakeUpstream.answering("b"),
                yaml -> "admin: {port: 0, token-file: token}\n" + yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must hold at least 16 characters, held 5");
  }

  @Test
  void drainAndWeightDecideWhoTakesClients() throws Exception {
    try (Stage stage = stage();
        RawClient client = stage.client()) {
      String instance = "/clusters/legacy/instances/legacy-1/";
      assertThat(ask(stage, "POST", instance + "drain", "").status()).isEqualTo(200);
      assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(503);
      assertThat(ask(stage, "GET", "/state", "").body()).contains("\"drained\":true");
      ask(stage, "POST", instance + "undrain", "");
      assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(200);
      ask(stage, "POST", instance + "weight/0", "");
      assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(503);
      ask(stage, "POST", instance + "weight/7", "");
      assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(200);
      assertThat(ask(stage, "POST", instance + "weight/1001", "").status()).isEqualTo(400);
      assertThat(ask(stage, "POST", "/clusters/x/instances/y/drain", "").status()).isEqualTo(404);
      assertThat(ask(stage, "POST", "/clusters/legacy/instances/y/drain", "").status())
          .isEqualTo(404);
    }
  }

  @Test
  void explanationSaysWhereARequestWouldGo() throws Exception {
    try (Stage stage = stage()) {
      String request =
          JSON.createObjectNode()
              .put("path", Stage.PATH)
              .put("body", Stage.envelope("look"))
              .put("client", "203.0.113.9")
              .toString();
      JsonNode said = post(stage, "/explain", request);
      assertThat(said.path("operation").asText()).isEqualTo("look");
      assertThat(said.path("side").asText()).isEqualTo("legacy");
      assertThat(said.path("cluster").asText()).isEqualTo("legacy");
      assertThat(said.path("timeout-ms").asLong()).isEqualTo(300_000);
      assertThat(said.path("instances").path(0).asText()).isEqualTo("legacy-1");
      stage.cutOver("look: fast");
      await().until(() -> post(stage, "/explain", request).path("cluster").asText().equals("fast"));
      assertThat(post(stage, "/explain", "{\"path\":\"/other\"}").path("operation").asText())
          .isEqualTo("unidentified");
      for (String wrong : List.of("{", "{}", "{\"path\":\"/\",\"client\":\"x\"}")) {
        assertThat(ask(stage, "POST", "/explain", wrong).status()).as(wrong).isEqualTo(400);
      }
    }
  }

  @Test
  void reloadTellsWhatChangedOrWhyNothingDid() throws Exception {
    try (Stage stage = stage()) {
      Path file = folder.resolve("proxy.yaml");
      String yaml = Files.readString(file);
      Files.writeString(file, yaml + "count-sql: true\n");
      assertThat(ask(stage, "POST", "/reload", "").body())
          .isEqualTo(
              "{\"applied\":[{\"key\":\"count-sql\",\"before\":\"(absent)\",\"after\":\"true\"}],"
                  + "\"need-restart\":[]}");
      Files.writeString(file, "nonsense");
      RawClient.Reply refused = ask(stage, "POST", "/reload", "");
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body()).contains("the file must be a mapping");
    }
  }

  @Test
  void metricsCountWhatWasDone() throws Exception {
    try (Stage stage = stage();
        RawClient client = stage.client()) {
      client.call(Stage.soap("buy"));
      client.call(Stage.soap("buy"));
      assertThat(ask(stage, "GET", "/metrics", "").body())
          .contains("proxy_operation_requests_total{operation=\"buy\",side=\"legacy\"} 2\n")
          .contains(
              "proxy_request_seconds_bucket{le=\"+Inf\"} 2\n", "proxy_request_seconds_count 2\n")
          .contains(
              "proxy_instance_state{cluster=\"legacy\",instance=\"legacy-1\",state=\"serving\"} 1\n")
          .contains("proxy_access_log_dropped_total 0\n")
          .contains("proxy_cluster_limit{cluster=\"legacy\"} 100\n")
          .contains(
              "proxy_circuit_breaker_state{cluster=\"fast\",state=\"closed\"} 1\n",
              "proxy_circuit_breaker_opened_total{cluster=\"fast\"} 0\n")
          .doesNotContain("proxy_circuit_breaker_opened_total{cluster=\"legacy\"}");
    }
  }

  @Test
  void accessLogHasALineForEachRequestAndGoesOnInANewFile() throws Exception {
    try (Stage stage = stage();
        RawClient client = stage.client()) {
      client.call(Stage.soap("buy", "X-Request-Id: order-4711"));
      JsonNode line = JSON.readTree(lines("access.log", 1).getFirst());
      List<String> names = new ArrayList<>();
      line.fieldNames().forEachRemaining(names::add);
      assertThat(names).allMatch(name -> page().contains("| `" + name + "` |"));
      assertThat(line.path("request-id").asText()).isEqualTo("order-4711");
      assertThat(line.path("client").asText()).isEqualTo("127.0.0.1");
      assertThat(line.path("operation").asText()).isEqualTo("buy");
      assertThat(line.path("instance").asText()).isEqualTo("legacy-1");
      assertThat(line.path("status").asInt()).isEqualTo(200);
      assertThat(line.path("bytes").asInt()).isEqualTo("from legacy".length());
      client.call(Stage.get("/nowhere?secret=1", "Transfer-Encoding: gzip"));
      assertThat(lines("access.log", 2).getLast())
          .contains("\"/nowhere\"")
          .doesNotContain("secret");
      Files.move(folder.resolve("access.log"), folder.resolve("access.old"));
      stage.reload(yaml -> yaml);
      try (RawClient other = stage.client()) {
        other.call(Stage.soap("look"));
        other.call(Stage.soap("look"));
      }
      assertThat(lines("access.log", 1).getFirst()).contains("look");
    }
  }

  private List<String> lines(String file, int least) {
    await()
        .until(() ->
            Files.exists(folder.resolve(file))
                && Files.readAllLines(folder.resolve(file)).size() >= least);
    return read(folder.resolve(file));
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String page() {
    return String.join(
        "\n", read(Path.of(System.getProperty("matapalo.root"), "docs", "strangler-proxy.md")));
  }
}
