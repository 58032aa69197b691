package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import io.matapalo.testkit.http.RecordedRequest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that speak HTTP/2, and what they may not do. */
class Http2IT {

  @TempDir static Path keys;

  // Made before all tests.
  @SuppressWarnings("NullAway.Init")
  private static Http2Site site;

  @TempDir Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    site = Http2Site.with(keys);
  }

  /** Says what of a request reached it. */
  private static FakeUpstream telling() {
    return FakeUpstream.start((request, out) ->
        FakeUpstream.reply(out, "200 OK", request.line() + "|" + request.content()));
  }

  private static HttpRequest soap(Stage stage, String element) {
    return Http2Site.request(stage, Stage.PATH)
        .header("Content-Type", "text/xml")
        .POST(HttpRequest.BodyPublishers.ofString(Stage.envelope(element)))
        .build();
  }

  @Test
  void requestsOfEverySizeGoBothWays() throws Exception {
    String large = "x".repeat(3_000_000);
    FakeUpstream legacy =
        FakeUpstream.start((request, out) ->
            FakeUpstream.reply(
                out, "200 OK", request.content().length() > 1_000_000 ? large : "small"));
    try (Stage stage = site.stage(folder, legacy);
        HttpClient client = site.client(HttpClient.Version.HTTP_2)) {
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> small =
            client.send(Http2Site.request(stage, "/a?b=%7Bc%7D").build(), BodyHandlers.ofString());
        assertThat(small.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(small.body()).isEqualTo("small");
        HttpResponse<String> both =
            client.send(
                Http2Site.request(stage, "/b")
                    .POST(HttpRequest.BodyPublishers.ofString(large))
                    .build(),
                BodyHandlers.ofString());
        assertThat(both.body()).isEqualTo(large);
      }
      RecordedRequest first = legacy.received().getFirst();
      assertThat(first.line()).isEqualTo("GET /a?b=%7Bc%7D HTTP/1.1");
      assertThat(first.header("Host")).contains("127.0.0.1:" + stage.port());
      assertThat(first.header("X-Forwarded-Proto")).contains("https");
      assertThat(first.header("X-Forwarded-For")).contains("127.0.0.1");
      assertThat(first.header("Via")).contains("2.0 matapalo");
      assertThat(legacy.received().get(1).content()).isEqualTo(large);
    }
  }

  @Test
  void hundredStreamsAtOnceAreAnsweredAsOverHttp11() throws Exception {
    FakeUpstream fast =
        FakeUpstream.start((request, out) ->
            FakeUpstream.reply(out, "200 OK", "fast " + request.content(), "X-Of-Fast: yes"));
    try (Stage stage = site.stage(folder, FakeUpstream.answering("legacy"), fast, yaml -> yaml);
        HttpClient http1 = site.client(HttpClient.Version.HTTP_1_1);
        HttpClient http2 = site.client(HttpClient.Version.HTTP_2)) {
      stage.cutOver("buy: fast");
      await()
          .until(() ->
              http1.send(soap(stage, "buy"), BodyHandlers.ofString()).body().startsWith("fast"));
      HttpResponse<String> expected = http1.send(numbered(stage, "http1"), BodyHandlers.ofString());
      // The others find its connection open.
      http2.send(numbered(stage, "first"), BodyHandlers.ofString());
      List<CompletableFuture<HttpResponse<String>>> answers =
          IntStream.range(0, 100)
              .mapToObj(i -> http2.sendAsync(numbered(stage, "n" + i), BodyHandlers.ofString()))
              .toList();
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        HttpResponse<String> got = answer.get();
        assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(got.statusCode()).isEqualTo(expected.statusCode());
        assertThat(got.body()).isEqualTo(expected.body());
        assertThat(got.headers().map().keySet())
            .containsAll(
                List.of("x-of-fast", "x-matapalo-side", "x-matapalo-snapshot", "content-length"));
      }
      assertThat(fast.received())
          .flatExtracting(request -> request.headers("X-Number"))
          .filteredOn(number -> number.startsWith("n"))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 100).mapToObj(i -> "n" + i).toList());
    }
  }

  private static HttpRequest numbered(Stage stage, String number) {
    return Http2Site.request(stage, Stage.PATH)
        .header("Content-Type", "text/xml")
        .header("X-Number", number)
        .POST(HttpRequest.BodyPublishers.ofString(Stage.envelope("buy")))
        .build();
  }

  @Test
  void whoDoesNotChooseHttp2SpeaksHttp11() throws Exception {
    try (Stage stage = site.stage(folder, FakeUpstream.answering("legacy"))) {
      for (String[] offered : new String[][] {{}, {"http/1.1"}, {"spdy/3"}}) {
        try (RawClient client =
            RawClient.over(FrameClient.socket(site.trusting(), stage.port(), offered))) {
          assertThat(client.call(Stage.get("/a")).body()).isEqualTo("legacy");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void keyDecidesWhatIsOffered(String http2) throws Exception {
    try (Stage stage = site.stage(folder, FakeUpstream.answering("legacy"), http2);
        HttpClient client = site.client(HttpClient.Version.HTTP_2)) {
      assertThat(
              client
                  .send(Http2Site.request(stage, "/a").build(), BodyHandlers.ofString())
                  .version())
          .isEqualTo(
              http2.equals("true") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void targetAndFieldsStayByteForByteAndCookiesAreJoined() throws Exception {
    FakeUpstream legacy = telling();
    try (Stage stage = site.stage(folder, legacy);
        FrameClient client = site.frames(stage)) {
      String path = "/a{b}|\"c\"/\u00c3\u00a9%zz?d=%7e&e=[1]";
      client.get(1, path, "cookie", "a=1", "cookie", "b=2", "x-text", "\u00e9 =", "te", "trailers");
      assertThat(client.answer(1).status()).isEqualTo(200);
      RecordedRequest request = legacy.received().getFirst();
      assertThat(request.line()).isEqualTo("GET " + path + " HTTP/1.1");
      assertThat(request.headers("Cookie")).containsExactly("a=1; b=2");
      assertThat(request.header("X-Text")).contains("\u00e9 =");
      assertThat(request.header("TE")).isEmpty();
      client.post(3, "body of no length", "content-type", "text/plain");
      assertThat(client.answer(3).body())
          .isEqualTo("POST " + Stage.PATH + " HTTP/1.1|body of no length");
      client.head(5, "content-length", "4").data(5, false, "by").data(5, false, "te");
      client.headers(5, true, "x-checksum", "1");
      assertThat(client.answer(5).body()).endsWith("|byte");
    }
  }

  @Test
  void largeBodyIsRefusedBeforeItsEnd() throws Exception {
    try (Stage stage = site.stage(folder, FakeUpstream.answering("legacy"));
        HttpClient client = site.client(HttpClient.Version.HTTP_2)) {
      HttpResponse<String> refused =
          client.send(
              Http2Site.request(stage, "/a")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[20_000_000]))
                  .build(),
              BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(
              client.send(Http2Site.request(stage, "/a").build(), BodyHandlers.ofString()).body())
          .isEqualTo("legacy");
    }
  }

  @Test
  void expectedContinueIsSentBeforeTheBody() throws Exception {
    FakeUpstream legacy = telling();
    try (Stage stage = site.stage(folder, legacy);
        FrameClient client = site.frames(stage)) {
      client.head(1, "content-length", "4", "expect", "100-continue");
      FrameClient.Frame interim = client.next();
      assertThat(interim.type()).isEqualTo(FrameClient.HEADERS);
      assertThat(interim.isLast()).isFalse();
      client.data(1, true, "body");
      assertThat(client.answer(1).body()).endsWith("|body");
    }
  }

  @Test
  void answersWithoutABodyEndWithTheirHead() throws Exception {
    FakeUpstream legacy =
        FakeUpstream.start((request, out) ->
            FakeUpstream.raw(
                out,
                request.line().startsWith("HEAD")
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"
                    : "HTTP/1.1 204 No Content\r\nX-Some: thing\r\n\r\n"));
    try (Stage stage = site.stage(folder, legacy);
        FrameClient client = site.frames(stage)) {
      client.headers(
          1, true, ":method", "HEAD", ":scheme", "https", ":authority", "a", ":path", "/");
      assertThat(client.answer(1, "content-length"))
          .isEqualTo(new FrameClient.Answer(200, "7", "", -1));
      client.get(3, "/");
      assertThat(client.answer(3, "x-some"))
          .isEqualTo(new FrameClient.Answer(204, "thing", "", -1));
    }
  }

  /** With one permit the reset request would hold up the next one, and be sent after it. */
  @Test
  void resetStreamGivesItsPermitBackAndIsNeverSent() throws Exception {
    Gate gate = new Gate();
    FakeUpstream legacy = FakeUpstream.start(gate.thenAnswers("done"));
    try (Stage stage =
            site.stage(
                folder,
                legacy,
                yaml ->
                    yaml.replace(
                        "    queue-timeout: 5m", "    queue-timeout: 5m\n    max-connections: 1"));
        FrameClient client = site.frames(stage)) {
      client.get(1, "/first");
      await().until(() -> legacy.received().size() == 1);
      client.get(3, "/second").get(5, "/third");
      site.awaitOpen(stage, 3);
      client.reset(3, FrameClient.CANCEL);
      site.awaitOpen(stage, 2);
      client.reset(1, FrameClient.CANCEL);
      await().until(() -> legacy.received().size() == 2);
      gate.open();
      assertThat(client.answer(5).body()).isEqualTo("done");
      site.awaitOpen(stage, 0);
      assertThat(legacy.received())
          .extracting(RecordedRequest::line)
          .containsExactly("GET /first HTTP/1.1", "GET /third HTTP/1.1");
    }
  }

  @Test
  void clientThatClosesItsConnectionLeavesWithAllItsStreams() throws Exception {
    Gate gate = new Gate();
    FakeUpstream legacy = FakeUpstream.start(gate.thenAnswers("done"));
    try (Stage stage = site.stage(folder, legacy)) {
      try (FrameClient client = site.frames(stage)) {
        client.get(1, "/a").get(3, "/b").head(5, "content-length", "9").data(5, false, "x");
        site.awaitOpen(stage, 3);
      }
      site.awaitOpen(stage, 0);
      gate.open();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
        "no HTTP at all\r\n\r\n"
      })
  void upstreamThatFailsBeforeTheFirstByteIsAnswered(String answer) throws Exception {
    FakeUpstream legacy = failingAfter(answer);
    try (Stage stage = site.stage(folder, legacy);
        FrameClient client = site.frames(stage)) {
      client.post(1, Stage.envelope("buy"), "content-type", "text/xml");
      FrameClient.Answer got = client.answer(1);
      assertThat(got.status()).isEqualTo(502);
      assertThat(got.error()).isEqualTo(-1);
      assertThat(legacy.received()).hasSize(1);
    }
  }

  private static FakeUpstream failingAfter(String answer) {
    return FakeUpstream.start((request, out) -> {
      FakeUpstream.raw(out, answer);
      return false;
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 900000", "Transfer-Encoding: chunked"})
  void upstreamThatFailsLaterResetsTheStreamAlone(String framing) throws Exception {
    String some = "x".repeat(40_000);
    String body = framing.startsWith("T") ? "9c40\r\n" + some + "\r\n" : some;
    try (Stage stage =
            site.stage(folder, failingAfter("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n" + body));
        FrameClient client = site.frames(stage)) {
      client.post(1, Stage.envelope("buy"), "content-type", "text/xml");
      FrameClient.Answer cut = client.answer(1);
      assertThat(cut.status()).isEqualTo(200);
      assertThat(cut.error()).isEqualTo(FrameClient.INTERNAL_ERROR);
      client.get(3, "/matapalo/health");
      assertThat(client.answer(3).status()).isEqualTo(200);
    }
  }

  @Test
  void answerWaitsForTheWindowOfItsClient() throws Exception {
    String large = "abcdefgh".repeat(400_000);
    FakeUpstream legacy = FakeUpstream.answering(large);
    try (Stage stage = site.stage(folder, legacy);
        FrameClient client = FrameClient.withWindow(site.trusting(), stage.port(), 10)) {
      client.get(1, "/large");
      assertThat(client.next().type()).isEqualTo(FrameClient.HEADERS);
      assertThat(client.next().payload()).hasSize(10);
      client.get(3, "/matapalo/health").widen(3, 100);
      assertThat(client.answer(3).status()).isEqualTo(200);
      client.widen(1, 5);
      assertThat(client.next().payload()).hasSize(5);
      site.awaitOpen(stage, 1);
      client.widen(1, 1 << 30);
      assertThat(client.answer(1).body()).hasSize(large.length() - 15).endsWith("abcdefgh");
    }
  }

  /** An upstream that takes nothing stops its client after some buffers, and no other client. */
  @Test
  void bodyIsReadAsFastAsItsUpstreamTakesIt() throws Exception {
    Gate gate = new Gate();
    FakeUpstream legacy =
        FakeUpstream.holding(connection -> {
          gate.pass();
          connection.getInputStream().skipNBytes(8_000_000);
          FakeUpstream.raw(
              connection.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nread");
        });
    try (Stage stage = site.stage(folder, legacy);
        FrameClient client = site.frames(stage)) {
      client.head(1, "content-length", "8000000");
      Upload upload = new Upload(client, 1, 8_000_000);
      assertThat(upload.untilClosed()).isLessThan(8_000_000);
      client.get(3, "/matapalo/health");
      assertThat(client.answer(3).status()).isEqualTo(200);
      gate.open();
      upload.rest();
      assertThat(client.answer(1).body()).isEqualTo("read");
    }
  }

  /** Sends no more than the window allows, which begins with 64 KiB a stream. */
  private static final class Upload {

    private static final int WINDOW = 65_535;
    private static final int PIECE = 16_000;

    private final FrameClient client;
    private final int stream;
    private final int length;
    private int sent;

    Upload(FrameClient client, int stream, int length) {
      this.client = client;
      this.stream = stream;
      this.length = length;
    }

    private boolean sendPiece() throws IOException {
      int window = WINDOW + client.widened(stream) - sent;
      int count = Math.min(Math.min(PIECE, window), length - sent);
      if (count > 0) {
        sent += count;
        client.data(stream, sent == length, new byte[count]);
      }
      return count > 0;
    }

    /** How much was sent when the window stayed closed while a ping came back. */
    int untilClosed() throws IOException {
      int before = -1;
      while (before < sent) {
        before = sent;
        while (sendPiece()) {}
        client.frame(FrameClient.PING, 0, 0, new byte[8]);
        while (client.any().type() != FrameClient.PING) {}
      }
      return sent;
    }

    void rest() throws IOException {
      while (sent < length) {
        if (!sendPiece()) {
          client.any();
        }
      }
    }
  }

  @Test
  void accessLogNamesTheProtocol() throws Exception {
    try (Stage stage =
            site.stage(
                folder,
                FakeUpstream.answering("legacy"),
                yaml -> "access-log: {file: access.log}\n" + yaml);
        FrameClient client = site.frames(stage)) {
      client.get(1, "/a");
      assertThat(client.answer(1).status()).isEqualTo(200);
      client.get(3, "/b", "Upper", "1");
      assertThat(client.answer(3).status()).isEqualTo(400);
      assertThat(site.status(stage)).isNotEmpty();
      Path log = folder.resolve("access.log");
      await().until(() -> Files.exists(log) && Files.readAllLines(log).size() == 3);
      assertThat(Files.readAllLines(log))
          .satisfiesExactlyInAnyOrder(
              good ->
                  assertThat(good)
                      .contains("\"path\":\"/a\"", "\"protocol\":\"HTTP/2.0\"", "\"status\":200"),
              bad -> assertThat(bad).contains("\"protocol\":\"HTTP/2.0\"", "\"status\":400"),
              other -> assertThat(other).contains("\"protocol\":\"HTTP/1.1\""));
    }
  }
}
