package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.matapalo.testkit.http.FakeUpstream;
import io.matapalo.testkit.http.RecordedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses in answers, and instances that serve below a path. */
class AddressesIT {

  private static final String TYPE = "Content-Type: text/xml;charset=utf-8";

  @TempDir Path folder;

  /** Legacy serves below {@code /app}, and clients see it at {@code https://pay.example/soap}. */
  private Stage published(FakeUpstream legacy, String... clusterLines) throws IOException {
    String url = "127.0.0.1:%d".formatted(legacy.port());
    String lines = String.join("\n    ", clusterLines);
    return Stage.with(
        folder,
        legacy,
        FakeUpstream.answering("unused"),
        yaml ->
            yaml.replace(
                url + "\"}",
                url + "/app\"}\n    public-url: https://pay.example/soap\n    " + lines));
  }

  private static String wsdl(String address) {
    return "<w:definitions xmlns:w='http://schemas.xmlsoap.org/wsdl/'"
        + " xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/'><w:documentation>"
        + address
        + "</w:documentation><s:address location='"
        + address
        + "/shop'/></w:definitions>";
  }

  private static String rewritten(String address) {
    return wsdl(address).replace("location='" + address, "location='https://pay.example/soap");
  }

  /** The address that a server writes that knows itself by the request. */
  private static String own(RecordedRequest request) {
    return "http://" + request.header("Host").orElseThrow() + "/app";
  }

  private static boolean replyChunked(OutputStream out, String body, String... fields)
      throws IOException {
    StringBuilder text = new StringBuilder("HTTP/1.1 200 OK\r\n");
    for (String field : fields) {
      text.append(field).append("\r\n");
    }
    text.append("Transfer-Encoding: chunked\r\n\r\n");
    for (int from = 0; from < body.length(); from += 7) {
      String chunk = body.substring(from, Math.min(body.length(), from + 7));
      text.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
    }
    return FakeUpstream.raw(out, text + "0\r\n\r\n");
  }

  private static JsonNode counts(Stage stage) throws IOException {
    try (RawClient client = stage.client()) {
      return new ObjectMapper()
          .readTree(client.call(Stage.get("/matapalo/status")).body())
          .path("addresses");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"length", "chunked", "connection"})
  void documentHasPublicAddressesInEveryFraming(String framing) throws IOException {
    FakeUpstream legacy =
        FakeUpstream.start((request, out) ->
            switch (framing) {
              case "length" -> FakeUpstream.reply(out, "200 OK", wsdl(own(request)), TYPE);
              case "chunked" -> replyChunked(out, wsdl(own(request)), TYPE);
              default -> {
                FakeUpstream.raw(
                    out, "HTTP/1.1 200 OK\r\n" + TYPE + "\r\n\r\n" + wsdl(own(request)));
                yield false;
              }
            });
    try (Stage stage = published(legacy);
        RawClient client = stage.client()) {
      for (int i = 0; i < 3; i++) {
        RawClient.Reply reply = client.call(Stage.get("/shop?wsdl"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(rewritten("http://shop.example/app"));
        assertThat(reply.field("Content-Length")).contains("" + reply.body().length());
      }
      assertThat(legacy.received())
          .extracting(RecordedRequest::line)
          .containsOnly("GET /app/shop?wsdl HTTP/1.1");
      assertThat(legacy.connections()).isEqualTo(framing.equals("connection") ? 3 : 1);
      assertThat(counts(stage).path("documents").asInt()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://192.0.2.7", "http://[2001:db8::7]:9", "https://monolith.intern"})
  void documentHasPublicAddressesWhereTheServerHasOtherNames(String name) throws IOException {
    FakeUpstream legacy =
        FakeUpstream.start(
            (request, out) -> FakeUpstream.reply(out, "200 OK", wsdl(name + "/app"), TYPE));
    try (Stage stage =
            published(legacy, "aliases: [192.0.2.7, '[2001:db8::7]:9', Monolith.Intern]");
        RawClient client = stage.client()) {
      assertThat(client.call(Stage.get("/shop?wsdl")).body()).isEqualTo(rewritten(name + "/app"));
    }
  }

  @Test
  void documentIsAskedForAsAWholeAndUncompressed() throws IOException {
    FakeUpstream legacy =
        FakeUpstream.start((request, out) ->
            FakeUpstream.reply(
                out,
                "200 OK",
                wsdl(own(request)),
                TYPE,
                "Content-Encoding: identity",
                "ETag: \"v1\"",
                "Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==",
                "Repr-Digest: sha-256=:AAAA:",
                "Accept-Ranges: bytes",
                "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT"));
    try (Stage stage = published(legacy);
        RawClient client = stage.client()) {
      RawClient.Reply reply =
          client.call(
              Stage.get(
                  "/shop.wsdl", "Accept-Encoding: gzip", "Range: bytes=0-9", "If-Range: \"v1\""));
      assertThat(reply.body()).isEqualTo(rewritten("http://shop.example/app"));
      assertThat(reply.field("ETag")).contains("W/\"v1\"");
      assertThat(reply.field("Last-Modified")).isPresent();
      for (String gone : new String[] {"Content-MD5", "Repr-Digest", "Accept-Ranges"}) {
        assertThat(reply.field(gone)).as(gone).isEmpty();
      }
      client.call(Stage.get("/picture", "Accept-Encoding: gzip", "Range: bytes=0-9"));
    }
    RecordedRequest document = legacy.received().getFirst();
    assertThat(document.header("Accept-Encoding")).contains("identity");
    assertThat(document.header("Range")).isEmpty();
    assertThat(document.header("If-Range")).isEmpty();
    RecordedRequest other = legacy.received().getLast();
    assertThat(other.header("Accept-Encoding")).contains("gzip");
    assertThat(other.header("Range")).contains("bytes=0-9");
  }

  @Test
  void headOfADocumentPromisesNothingThatIsWrong() throws IOException {
    FakeUpstream legacy =
        FakeUpstream.start((request, out) ->
            FakeUpstream.raw(
                out,
                request.line().startsWith("HEAD")
                    ? "HTTP/1.1 200 OK\r\n" + TYPE + "\r\nETag: \"v1\"\r\nContent-Length: 9\r\n\r\n"
                    : "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n"));
    try (Stage stage = published(legacy);
        RawClient client = stage.client()) {
      String head = Stage.get("/shop?wsdl").replaceFirst("GET", "HEAD");
      RawClient.Reply reply = client.send(head).replyToHead();
      assertThat(reply.field("Content-Length")).isEmpty();
      assertThat(reply.field("ETag")).contains("W/\"v1\"");
      RawClient.Reply unchanged = client.call(Stage.get("/shop?wsdl", "If-None-Match: W/\"v1\""));
      assertThat(unchanged.status()).isEqualTo(304);
      assertThat(unchanged.field("ETag")).contains("W/\"v1\"");
      String other = Stage.get("/shop").replaceFirst("GET", "HEAD");
      assertThat(client.send(other).replyToHead().field("Content-Length")).contains("9");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "too-large,length",
    "too-large,chunked",
    "encoded,length",
    "unreadable,length",
    "unreadable,chunked"
  })
  void documentThatCannotBeRewrittenGoesOnAsItCame(String reason, String framing)
      throws IOException {
    String body =
        switch (reason) {
          case "too-large" -> wsdl("http://shop.example/app" + "/a".repeat(40_000));
          case "encoded" -> gzip(wsdl("http://shop.example/app"));
          default -> "<!DOCTYPE a><a b='http://shop.example/app'/>";
        };
    String coding = reason.equals("encoded") ? "Content-Encoding: gzip" : "X-A: b";
    FakeUpstream legacy =
        FakeUpstream.start((request, out) ->
            framing.equals("chunked")
                ? replyChunked(out, body, TYPE, coding, "ETag: \"v1\"")
                : FakeUpstream.reply(out, "200 OK", body, TYPE, coding, "ETag: \"v1\""));
    try (Stage stage = published(legacy, "max-wsdl-bytes: 65536");
        RawClient client = stage.client()) {
      for (int i = 0; i < 2; i++) {
        RawClient.Reply reply = client.call(Stage.get("/shop?wsdl"));
        assertThat(reply.body())
            .isEqualTo(
                new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        assertThat(reply.field("ETag")).contains("\"v1\"");
      }
      assertThat(legacy.connections()).isEqualTo(1);
      assertThat(counts(stage).path("unchanged").path(reason).asInt()).isEqualTo(2);
      assertThat(counts(stage).path("documents").asInt()).isZero();
    }
  }

  private static String gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Transfer-Encoding: chunked\r\n\r\n5\r\n<a>", "Content-Length: 9\r\n\r\n<a>"})
  void documentThatBreaksOffIsNoAnswer(String rest) throws IOException {
    FakeUpstream legacy =
        FakeUpstream.start((request, out) -> {
          FakeUpstream.raw(out, "HTTP/1.1 200 OK\r\n" + TYPE + "\r\n" + rest);
          return false;
        });
    try (Stage stage = published(legacy);
        RawClient client = stage.client()) {
      assertThat(client.call(Stage.get("/shop?wsdl")).status()).isEqualTo(502);
      assertThat(legacy.received()).hasSize(2);
    }
  }

  @Test
  void fieldsHavePublicAddressesAndBodiesStay() throws IOException {
    String body = wsdl("http://shop.example/app");
    FakeUpstream legacy =
        FakeUpstream.start((request, out) ->
            FakeUpstream.reply(
                out,
                "302 Found",
                body,
                TYPE,
                "Location: " + own(request) + "/login?to=a",
                "Content-Location: /app/orders/1",
                "Set-Cookie: JSESSIONID=1A; Path=/app; HttpOnly",
                "Set-Cookie: a=b; Domain=shop.example; Path=/app/shop",
                "Set-Cookie: c=d; Path=/other"));
    try (Stage stage = published(legacy);
        RawClient client = stage.client()) {
      RawClient.Reply reply = client.call(Stage.soap("buy"));
      assertThat(reply.fields())
          .contains(
              "Location: https://pay.example/soap/login?to=a",
              "Content-Location: /soap/orders/1",
              "Set-Cookie: JSESSIONID=1A; Path=/soap; HttpOnly",
              "Set-Cookie: a=b; Domain=pay.example; Path=/soap/shop",
              "Set-Cookie: c=d; Path=/other");
      assertThat(reply.body()).isEqualTo(body);
      assertThat(legacy.received().getFirst().line()).isEqualTo("POST /app/shop/v1 HTTP/1.1");
      assertThat(counts(stage).path("fields").asInt()).isEqualTo(4);
      assertThat(counts(stage).path("documents").asInt()).isZero();
    }
  }

  @Test
  void aFreshnessMarkPassesBothWaysWhereAddressesAreRewritten() throws IOException {
    FakeUpstream legacy =
        FakeUpstream.start((request, out) ->
            FakeUpstream.reply(
                out,
                "200 OK",
                "ok",
                "X-Matapalo-Mark: v1./app.mark",
                "Set-Cookie: matapalo-mark=/app; Path=/"));
    try (Stage stage = published(legacy);
        RawClient client = stage.client()) {
      RawClient.Reply reply = client.call(Stage.soap("buy", "X-Matapalo-Mark: v1.old"));
      assertThat(reply.fields())
          .contains("X-Matapalo-Mark: v1./app.mark", "Set-Cookie: matapalo-mark=/app; Path=/");
    }
    assertThat(legacy.received().getFirst().header("X-Matapalo-Mark")).contains("v1.old");
  }

  @Test
  void nobodyLeavesThePathOfAnInstance() throws IOException {
    FakeUpstream legacy = FakeUpstream.answering("ok");
    try (Stage stage = published(legacy);
        RawClient client = stage.client()) {
      for (String target : List.of("/../admin", "/a/%2e%2E/..;x/admin", "/..%2fadmin", "/..\\a")) {
        assertThat(client.call(Stage.get(target)).status()).as(target).isEqualTo(400);
      }
      assertThat(legacy.received()).isEmpty();
    }
  }

  @Test
  void healthChecksAskBelowThePath() throws IOException {
    FakeUpstream legacy = FakeUpstream.answering("ok");
    try (Stage stage =
        published(legacy, "health-check: {kind: http, path: \"/up?deep\", interval: 50ms}")) {
      await()
          .until(() ->
              legacy.received().stream()
                  .anyMatch(request -> request.line().equals("GET /app/up?deep HTTP/1.1")));
      assertThat(stage.port()).isPositive();
    }
  }
}
