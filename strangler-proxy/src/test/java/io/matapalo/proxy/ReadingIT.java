package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import io.matapalo.testkit.http.RecordedRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may write, over real sockets; every refusal is counted. */
class ReadingIT {

  @TempDir Path folder;
  private FakeUpstream legacy;
  private FakeUpstream fast;
  private Stage stage;

  @BeforeEach
  void start() throws IOException {
    start("");
  }

  private void start(String key) throws IOException {
    legacy = FakeUpstream.answering("ok");
    fast = FakeUpstream.answering("ok");
    stage = Stage.with(folder, legacy, fast, yaml -> key + yaml);
  }

  private void restart(String key) throws IOException {
    stage.close();
    start(key);
  }

  @AfterEach
  void stop() throws IOException {
    stage.close();
  }

  private String status() throws IOException {
    try (RawClient client = stage.client()) {
      return client.call(Stage.get("/matapalo/status")).body();
    }
  }

  private static String chunked(String body, String... fields) {
    return "POST /shop/v1 HTTP/1.1~Host: a~Transfer-Encoding: chunked~"
            .concat(fields.length == 0 ? "" : String.join("~", fields) + "~")
            .concat("~")
            .replace("~", "\r\n")
        + body;
  }

  private void isRefusedAndCounted(String request, int status, String kind) throws IOException {
    try (RawClient client = stage.client()) {
      assertThat(client.call(request).status()).isEqualTo(status);
      assertThat(client.isEnded()).isTrue();
    }
    assertThat(legacy.received()).isEmpty();
    assertThat(status()).contains("\"refusals\":{\"%s\":1}".formatted(kind));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3\nabc\r\n0\r\n\r\n",
        "0x3\r\nabc\r\n0\r\n\r\n",
        "3 \r\nabc\r\n0\r\n\r\n",
        "3;x=\r\nabc\r\n0\r\n\r\n",
        "2\r\nabc\r\n0\r\n\r\n",
        "3\r\nabc\n0\r\n\r\n",
        "3\r\nabc\r\n0\r\nX: \0\r\n\r\n",
        "0\r\n\n"
      })
  void whatIsNoChunkedBodyIsRefusedAndCounted(String body) throws IOException {
    isRefusedAndCounted(chunked(body), 400, "bad-request");
  }

  /** The same beyond what is kept: the upstream has its head, and must never take it for whole. */
  @Test
  void aBodyThatTurnsBadLateIsRefusedToo() throws IOException {
    String sound = "10000\r\n" + "a".repeat(0x10000) + "\r\n";
    try (RawClient client = stage.client()) {
      client.send(chunked(sound + sound));
      assertThat(client.call("zz\r\n").status()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
    }
    assertThat(legacy.received()).isEmpty();
    assertThat(status()).contains("\"refusals\":{\"bad-request\":1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/3.7~Host: a~~                       | 505 | unknown-version",
        "PRI * HTTP/2.0~~SM~~                           | 505 | unknown-version",
        "GET / HTTP/1.1~Host: a~A B: c~~                | 400 | bad-request",
        "GET /a b HTTP/1.1~Host: a~~                    | 400 | bad-request",
        "nonsense~~                                     | 400 | bad-request",
        "GET http://a/ HTTP/1.1~Host: b~~               | 400 | bad-request",
        "GET / HTTP/1.1~~                               | 400 | bad-request",
        "GET / HTTP/1.1~Host: shop:~~                   | 400 | bad-request",
        "GET / HTTP/1.1~Host: shop:99999~~              | 400 | bad-request",
        "GET / HTTP/1.1~Host: shop:http~~               | 400 | bad-request",
        "GET / HTTP/1.1~Host: a b~~                     | 400 | bad-request",
        "GET / HTTP/1.1~Host: a/b~~                     | 400 | bad-request",
        "GET / HTTP/1.1~Host: user@a~~                  | 400 | bad-request",
        "GET / HTTP/1.1~Host: a%6~~                     | 400 | bad-request",
        "GET / HTTP/1.1~Host: [::1~~                    | 400 | bad-request",
        "GET / HTTP/1.1~Host: [1:2]~~                   | 400 | bad-request",
        "POST / HTTP/1.1~Host: a~Transfer-Encoding: x~~ | 501 | unknown-coding",
        "POST / HTTP/1.1~Host: a~Content-Length: a~~    | 400 | ambiguous-length",
        "POST / HTTP/1.1~Host: a~Content-Length: 99999999~~ | 413 | too-large",
        "TRACE / HTTP/1.1~Host: a~~                     | 405 | method-not-allowed",
      })
  void aHeadThatIsRefusedIsCounted(String request, int status, String kind) throws IOException {
    isRefusedAndCounted(request.replace("~", "\r\n"), status, kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop",
        "my_shop:8080",
        "shop.",
        "a%62",
        "127.0.0.1:1",
        "[::1]",
        "[fe80::1]:80"
      })
  void aHostOfEachFormIsPassedOn(String host) throws IOException {
    try (RawClient client = stage.client()) {
      client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      assertThat(client.reply().status()).isEqualTo(200);
    }
    assertThat(legacy.received().getFirst().header("Host")).contains(host);
    assertThat(status()).contains("\"refusals\":{}");
  }

  @Test
  void aHeadThatIsTooLargeIsRefusedAsSuch() throws IOException {
    isRefusedAndCounted(Stage.get("/", "X: " + "a".repeat(40_000)), 431, "head-too-large");
  }

  @Test
  void tooManyFieldsAreRefusedAsSuch() throws IOException {
    isRefusedAndCounted(Stage.get("/", "X: a\r\n".repeat(100) + "Y: b"), 431, "head-too-large");
  }

  /** The refusal has its turn among the answers, and its client's form. */
  @Test
  void aBadHeadBehindAGoodOneIsAnsweredSecond() throws IOException {
    try (RawClient client = stage.client()) {
      client.send(Stage.soap("buy") + Stage.soap("buy", "Content-Length: 1"));
      assertThat(client.reply().status()).isEqualTo(200);
      RawClient.Reply refused = client.reply();
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body()).contains("soap:Client");
      assertThat(client.isEnded()).isTrue();
    }
    assertThat(legacy.received()).hasSize(1);
  }

  /** Old clients end a body with a line of their own, which is no part of it. */
  @Test
  void anEmptyLineBeforeTheRequestLineIsReadOver() throws IOException {
    try (RawClient client = stage.client()) {
      assertThat(client.call("\r\n" + Stage.soap("buy")).status()).isEqualTo(200);
      assertThat(client.call(Stage.soap("buy") + "\r\n").status()).isEqualTo(200);
      assertThat(client.call(Stage.soap("buy") + "\r\n").status()).isEqualTo(200);
      assertThat(client.call(Stage.get("/")).status()).isEqualTo(200);
    }
    assertThat(legacy.received()).hasSize(4);
  }

  /** Requests of every framing in a row, in pieces of every size: none takes bytes of another. */
  @Test
  void requestsInARowAreToldApartWhereverTheyAreCut() throws IOException {
    String body = Stage.envelope("buy");
    String size = Integer.toHexString(body.length());
    String inChunks = size + ";x=\"y\"\r\n" + body + "\r\n0\r\nT: a\r\n\r\n";
    String all =
        Stage.soap("buy")
            + chunked(inChunks)
            + Stage.get("/two?a=b")
            + "\r\n"
            + Stage.post("")
            + chunked("0\r\n\r\n")
            + Stage.soap("buy");
    List<Integer> sizes = new ArrayList<>(List.of(1, 2, 3, 7, 61, 400, all.length()));
    for (int pieceSize : sizes) {
      try (RawClient client = stage.client()) {
        for (int from = 0; from < all.length(); from += pieceSize) {
          client.send(all.substring(from, Math.min(all.length(), from + pieceSize)));
        }
        for (int i = 0; i < 6; i++) {
          assertThat(client.reply().status()).isEqualTo(200);
        }
      }
    }
    assertThat(legacy.received()).hasSize(6 * sizes.size());
    for (int i = 0; i < legacy.received().size(); i += 6) {
      assertThat(legacy.received().subList(i, i + 6))
          .extracting(RecordedRequest::content)
          .containsExactly(body, body, "", "", "", body);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a?f={x}",
        "/a?f=a|b^`",
        "/a?f=\"<x>\"",
        "/a?f=[1]",
        "/a\\b?c\\d",
        "/a?q=\u00c3\u00a4\u00e4",
        "/{v1}/\u00e4",
        "/a?q=%zz",
        "/a?q=100%",
        "/a%",
        "/a#frag",
        "/shop/v1?{"
      })
  void unusualTargetGoesToLegacyAsItCame(String target) throws IOException {
    stage.cutOver("buy: fast");
    Stage.await()
        .untilAsserted(
            () -> assertThat(status()).contains("\"operation\":\"buy\",\"side\":\"fast\""));
    String request = Stage.soap("buy").replace("POST /shop/v1 ", "POST " + target + " ");
    try (RawClient client = stage.client()) {
      assertThat(client.call(request).status()).isEqualTo(200);
      assertThat(client.call(request).status()).isEqualTo(200);
    }
    assertThat(fast.received()).isEmpty();
    assertThat(legacy.received())
        .extracting(RecordedRequest::line)
        .containsOnly("POST " + target + " HTTP/1.1");
    assertThat(status()).contains("\"unusual-targets\":2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a?f=a&b=%20+%C3%A4",
        "/a;b=c?d;e",
        "/a//b/../c",
        "/%2F%5c%00",
        "/~u/a'b(c)*!$,@:",
        "/a??/",
        "/?"
      })
  void usualTargetGoesOnAsItCame(String target) throws IOException {
    try (RawClient client = stage.client()) {
      assertThat(client.call(Stage.get(target)).status()).isEqualTo(200);
    }
    assertThat(legacy.received().getFirst().target()).isEqualTo(target);
    assertThat(status()).contains("\"unusual-targets\":0");
  }

  @Test
  void unusualTargetIsRefusedWhereThatIsAsked() throws IOException {
    restart("reject-unusual-targets: true\n");
    isRefusedAndCounted(Stage.get("/a?f={x}"), 400, "unusual-target");
  }

  @Test
  void aProxyFieldIsDroppedAndViaAdded() throws IOException {
    try (RawClient client = stage.client()) {
      client.call(Stage.get("/", "Proxy: http://evil", "Via: 1.0 first"));
    }
    RecordedRequest received = legacy.received().getFirst();
    assertThat(received.header("Proxy")).isEmpty();
    assertThat(received.headers("Via")).containsExactly("1.0 first", "1.1 matapalo");
  }

  @Test
  void viaCanBeLeftOut() throws IOException {
    restart("add-via: false\n");
    try (RawClient client = stage.client()) {
      client.call(Stage.get("/"));
    }
    assertThat(legacy.received().getFirst().headers("Via")).isEmpty();
  }

  @Test
  void aFoldedFieldGoesOnAsOneLineBothWays() throws IOException {
    stage.close();
    legacy =
        FakeUpstream.start((request, out) ->
            FakeUpstream.reply(out, "200 OK", "ok", "X-A: b;\r\n\tc=d", "X-B: e"));
    fast = FakeUpstream.answering("unused");
    stage = Stage.with(folder, legacy, fast);
    try (RawClient client = stage.client()) {
      RawClient.Reply reply = client.call(Stage.get("/", "X-C: f;\r\n\tg", "X-D: h"));
      assertThat(reply.fields()).contains("X-A: b; c=d", "X-B: e");
    }
    assertThat(legacy.received().getFirst().header("X-C").map(it -> it.replaceAll("\\s+", " ")))
        .contains("f; g");
  }
}
