package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import io.matapalo.testkit.http.RecordedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations that are recognised by more than an element, over real sockets. */
class RecognitionIT {

  private static final String MORE =
      """
        - {name: ping, path: /shop/v1, soap-action: "urn:ping", class: read, fast: fast}
        - {name: add, path: /shop/v1, element: "{urn:shop}request", soap-action: "urn:add", class: unsafe, fast: fast}
        - {name: sub, path: /shop/v1, element: "{urn:shop}request", soap-action: "urn:sub", class: unsafe}
        - {name: order, path: "/orders/*", method: GET, class: read, fast: fast}
      """;

  @TempDir Path folder;
  private FakeUpstream legacy;
  private FakeUpstream fast;
  private Stage stage;

  @BeforeEach
  void start() throws IOException {
    legacy = FakeUpstream.answering("from legacy");
    fast = FakeUpstream.answering("from fast");
    stage = Stage.with(folder, legacy, fast, yaml -> yaml + MORE);
    stage.cutOver("buy: fast", "ping: fast", "add: fast", "order: fast");
    Stage.await().until(() -> sideOf(Stage.soap("buy")).equals(Optional.of("fast")));
  }

  @AfterEach
  void stop() throws IOException {
    stage.close();
  }

  private Optional<String> sideOf(String request) throws IOException {
    try (RawClient client = stage.client()) {
      return client.call(request).field("X-Matapalo-Side");
    }
  }

  private static String emptyBody() {
    return Stage.envelope("x").replaceFirst("<x:x[^>]*>", "");
  }

  @Test
  void anEmptyBodyIsToldByTheAction() throws IOException {
    assertThat(sideOf(Stage.post(emptyBody(), "SOAPAction: \"urn:ping\""))).contains("fast");
    assertThat(sideOf(Stage.post(emptyBody(), "SOAPAction: \"urn:pong\""))).contains("legacy");
    assertThat(sideOf(Stage.post(emptyBody()))).contains("legacy");
    String addressed =
        emptyBody()
            .replace(
                "<s:Body>",
                "<s:Header><a:Action xmlns:a=\"http://www.w3.org/2005/08/addressing\">urn:ping"
                    + "</a:Action></s:Header><s:Body>");
    assertThat(sideOf(Stage.post(addressed))).contains("fast");
    assertThat(sideOf(Stage.post(addressed, "SOAPAction: urn:other"))).contains("legacy");
  }

  @Test
  void aSharedElementIsToldByTheAction() throws IOException {
    assertThat(sideOf(Stage.soap("request", "SOAPAction: urn:add"))).contains("fast");
    assertThat(sideOf(Stage.soap("request", "SOAPAction: urn:sub"))).contains("legacy");
    assertThat(sideOf(Stage.soap("request"))).contains("legacy");
  }

  @Test
  void aStarMatchesOneSegmentForItsMethodOnly() throws IOException {
    assertThat(sideOf(Stage.get("/orders/17?full=1"))).contains("fast");
    assertThat(sideOf(Stage.get("/orders/17/lines"))).contains("legacy");
    assertThat(sideOf(Stage.get("/orders/%31"))).contains("legacy");
    assertThat(sideOf(Stage.get("/orders/{1}"))).contains("legacy");
    assertThat(sideOf(Stage.post("").replace("/shop/v1", "/orders/17"))).contains("legacy");
  }

  @Test
  void aPackageOfPartsGoesOnAsItCame() throws IOException {
    String body =
        "--b\r\nContent-Type: application/xop+xml\r\n\r\n"
            + Stage.envelope("buy")
            + "\r\n--b\r\nContent-ID: <a>\r\n\r\n\u0000\u00ff\r\n--b--\r\n";
    String request =
        Stage.post(body)
            .replace("text/xml", "multipart/related; type=\"application/xop+xml\"; boundary=b");
    assertThat(sideOf(request)).contains("fast");
    assertThat(fast.received().getLast().content()).isEqualTo(body);
  }

  /** Large messages are recognised elsewhere: small ones of other clients overtake them. */
  @Test
  void longHeadersAreRecognisedAmongOthers() throws IOException {
    String header = "<s:Header><a>" + "x".repeat(20_000) + "</a></s:Header><s:Body>";
    String large = Stage.post(Stage.envelope("buy").replace("<s:Body>", header));
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        clients.add(stage.client().send(large + large));
      }
      assertThat(sideOf(Stage.soap("look"))).contains("legacy");
      for (RawClient client : clients) {
        assertThat(client.reply().field("X-Matapalo-Side")).contains("fast");
        assertThat(client.reply().field("X-Matapalo-Side")).contains("fast");
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void aCompressedBodyGoesOnAsItCame() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(Stage.envelope("buy").getBytes(StandardCharsets.UTF_8));
    }
    String body = bytes.toString(StandardCharsets.ISO_8859_1);
    assertThat(sideOf(Stage.post(body, "Content-Encoding: gzip"))).contains("fast");
    RecordedRequest received = fast.received().getLast();
    assertThat(received.content()).isEqualTo(body);
    assertThat(received.header("Content-Encoding")).contains("gzip");
  }
}
