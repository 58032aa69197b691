package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which side answers what, over real sockets. */
class RoutingIT {

  @TempDir Path folder;
  private FakeUpstream legacy;
  private FakeUpstream fast;
  private Stage stage;

  @BeforeEach
  void start() throws IOException {
    legacy = FakeUpstream.answering("from legacy");
    fast = FakeUpstream.answering("from fast");
    stage = Stage.with(folder, legacy, fast);
  }

  @AfterEach
  void stop() throws IOException {
    stage.close();
  }

  private void awaitSide(String operation, String side) {
    await().untilAsserted(() -> assertThat(sideOf(Stage.soap(operation))).contains(side));
  }

  private Optional<String> sideOf(String request) throws IOException {
    try (RawClient client = stage.client()) {
      return client.call(request).field("X-Matapalo-Side");
    }
  }

  @Test
  void operationGoesToItsSideAndFollowsTheFile() throws IOException {
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from legacy");
      stage.cutOver("buy: fast");
      awaitSide("buy", "fast");
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from fast");
      assertThat(client.call(Stage.soap("look")).body()).isEqualTo("from legacy");
      stage.cutOver("buy: legacy");
      awaitSide("buy", "legacy");
      assertThat(client.call(Stage.soap("buy")).body()).isEqualTo("from legacy");
    }
  }

  @Test
  void whatIsNoKnownOperationGoesToLegacy() throws IOException {
    stage.cutOver("buy: fast", "look: fast");
    awaitSide("look", "fast");
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.soap("unknown")).body()).isEqualTo("from legacy");
      assertThat(client.call(Stage.post("no soap at all")).body()).isEqualTo("from legacy");
      assertThat(client.call(Stage.post("<a/>")).body()).isEqualTo("from legacy");
      assertThat(client.call(Stage.post("")).body()).isEqualTo("from legacy");
      assertThat(client.call(Stage.get(Stage.PATH + "?wsdl")).body()).isEqualTo("from legacy");
      assertThat(client.call(Stage.soap("buy", "Content-Encoding: gzip")).body())
          .isEqualTo("from legacy");
    }
  }

  @Test
  void otherSpellingsOfThePathNeverReachTheFastPath() throws IOException {
    stage.cutOver("buy: fast", "look: fast");
    awaitSide("look", "fast");
    for (String spelling :
        new String[] {
          "/shop/v1/",
          "/shop//v1",
          "/shop/./v1",
          "/x/../shop/v1",
          "/shop%2fv1",
          "/shop/v1;a=b",
          "/%73hop/v1",
          "/shop/V1"
        }) {
      String request = Stage.soap("buy").replace("POST " + Stage.PATH, "POST " + spelling);
      try (RawClient client = stage.client()) {
        assertThat(client.call(request).body()).as(spelling).isEqualTo("from legacy");
      }
    }
    assertThat(legacy.received()).anyMatch(it -> it.line().equals("POST /shop%2fv1 HTTP/1.1"));
    assertThat(legacy.received()).anyMatch(it -> it.line().equals("POST /shop/v1;a=b HTTP/1.1"));
    assertThat(legacy.received()).anyMatch(it -> it.line().equals("POST /x/../shop/v1 HTTP/1.1"));
    assertThat(fast.received()).allMatch(it -> it.line().equals("POST /shop/v1 HTTP/1.1"));
  }

  @Test
  void queryDoesNotHideTheOperation() throws IOException {
    stage.cutOver("look: fast");
    awaitSide("look", "fast");
    try (RawClient client = stage.client()) {
      String request = Stage.soap("look").replace("POST " + Stage.PATH, "POST /shop/v1?a=b%20c");
      assertThat(client.call(request).body()).isEqualTo("from fast");
    }
    assertThat(fast.received().getLast().line()).isEqualTo("POST /shop/v1?a=b%20c HTTP/1.1");
  }

  @Test
  void brokenFileKeepsTheLastGoodTable() throws IOException {
    stage.cutOver("buy: fast");
    awaitSide("buy", "fast");
    for (String broken :
        new String[] {
          "operations:\n  sell: fast\n",
          "operations: [",
          "",
          "operations:\n  buy: maybe\n",
          "x: 1\n"
        }) {
      stage.writeCutover(broken);
      await().untilAsserted(() -> assertThat(status()).contains("\"state\":\"broken\""));
      assertThat(sideOf(Stage.soap("buy"))).contains("fast");
      stage.cutOver("buy: fast");
      await().untilAsserted(() -> assertThat(status()).contains("\"state\":\"good\""));
    }
  }

  private String status() throws IOException {
    try (RawClient client = stage.client()) {
      return client.call(Stage.get("/matapalo/status")).body();
    }
  }

  @Test
  void statusCountsByOperationAndSide() throws IOException {
    try (RawClient client = stage.client()) {
      client.call(Stage.soap("buy"));
      client.call(Stage.soap("buy", "SOAPAction: \"urn:shop#look\""));
      client.call(Stage.get("/other"));
      String status = client.call(Stage.get("/matapalo/status")).body();
      assertThat(status)
          .contains("\"operation\":\"buy\",\"side\":\"legacy\",\"legacy\":{\"requests\":2")
          .contains("\"operation\":\"unidentified\",\"side\":\"legacy\",\"legacy\":{\"requests\":1")
          .contains("\"action-contradictions\":1")
          .contains("\"snapshot-version\":1");
      assertThat(client.call(Stage.get("/matapalo/health")).body()).isEqualTo("ok");
      assertThat(client.call(Stage.get("/matapalo/other")).status()).isEqualTo(404);
      assertThat(client.call(Stage.get("/matapalo/status", "X-Forwarded-For: 127.0.0.1")).status())
          .isEqualTo(404);
    }
  }

  @Test
  void documentTypeIsRefusedAsAFaultOfTheClient() throws IOException {
    try (RawClient client = stage.client()) {
      RawClient.Reply reply =
          client.call(Stage.post("<!DOCTYPE a [<!ENTITY b \"c\">]>" + Stage.envelope("buy")));
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).contains("soap:Client").contains("document type");
      assertThat(client.call(Stage.soap("buy")).status()).isEqualTo(200);
    }
    assertThat(legacy.received()).hasSize(1);
  }

  @Test
  void theSameClientStaysOnItsInstanceAndClientsAreSpread() throws IOException {
    stage.close();
    legacy = FakeUpstream.answering("one");
    fast = FakeUpstream.answering("unused");
    try (FakeUpstream two = FakeUpstream.answering("two");
        Stage spread =
            Stage.with(
                folder,
                legacy,
                fast,
                yaml ->
                    yaml.replaceFirst(
                        "(- \\{name: legacy-1, [^\n]*\n)",
                        "$1      - {name: legacy-2, url: \"http://127.0.0.1:"
                            + two.port()
                            + "\"}\n"))) {
      Set<String> seen = new HashSet<>();
      for (int host = 1; host <= 30; host++) {
        Set<String> ofOne = new HashSet<>();
        for (int i = 0; i < 4; i++) {
          try (RawClient client = RawClient.from("127.0.0." + host, spread.port())) {
            ofOne.add(client.call(Stage.soap("buy")).body());
          }
        }
        assertThat(ofOne).hasSize(1);
        seen.addAll(ofOne);
      }
      assertThat(seen).containsExactlyInAnyOrder("one", "two");
    }
    start();
  }
}
