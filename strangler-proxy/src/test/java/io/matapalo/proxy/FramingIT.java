package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.http.FakeUpstream;
import io.matapalo.testkit.http.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that two servers might read differently: refused, or framed anew; never passed on. */
class FramingIT {

  private static final String[] HOP_BY_HOP = {
    "X-Nominated",
    "Keep-Alive",
    "TE",
    "Proxy-Authorization",
    "Proxy-Connection",
    "Upgrade",
    "HTTP2-Settings",
    "Connection",
    "X-Matapalo-Shortcut"
  };

  @TempDir Path folder;
  private FakeUpstream legacy;
  private FakeUpstream fast;
  private Stage stage;

  @BeforeEach
  void start() throws IOException {
    legacy = FakeUpstream.answering("ok");
    fast = FakeUpstream.answering("ok");
    stage = Stage.with(folder, legacy, fast);
  }

  @AfterEach
  void stop() throws IOException {
    stage.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "POST / HTTP/1.1~Host: a~Transfer-Encoding: xchunked~~0~~ | 501",
        "POST / HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~0~~ | 501",
        "POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked, identity~~0~~ | 501",
        "POST / HTTP/1.1~Host: a~Transfer-Encoding: identity~~ | 501",
        "POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~ | 400",
        "POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~Content-Length: 3~~0~~ | 400",
        "POST / HTTP/1.1~Host: a~Content-Length: 3~Content-Length: 3~~abc | 400",
        "POST / HTTP/1.1~Host: a~Content-Length: 18446744073709551621~~abcde | 400",
        "POST / HTTP/1.1~Host: a~Content-Length: 0000000000000000003~~abc | 400",
        "POST / HTTP/1.1~Host: a~Content-Length: +3~~abc | 400",
        "POST / HTTP/1.1~Host: a~Content-Length: 3, 3~~abc | 400",
        "POST / HTTP/1.0~Host: a~Transfer-Encoding: chunked~~0~~ | 400",
        "POST / HTTP/1.0~Host: a~~ | 400",
        "TRACE / HTTP/1.1~Host: a~~ | 405",
        "CONNECT a:80 HTTP/1.1~Host: a~~ | 405",
        "GET / HTTP/1.1~~ | 400",
        "GET / HTTP/1.1~Host: a~Host: b~~ | 400",
        "GET http://a/ HTTP/1.1~Host: b~~ | 400",
        "POST / HTTP/1.1~Host: a~Expect: 200-ok~Content-Length: 1~~a | 417",
        "GET / HTTP/1.1~Host : a~~ | 400",
      })
  void isRefused(String request, int status) throws IOException {
    try (RawClient client = stage.client()) {
      RawClient.Reply reply = client.call(request.strip().replace("~", "\r\n"));
      assertThat(reply.status()).isEqualTo(status);
      assertThat(client.isEnded()).isTrue();
    }
    assertThat(legacy.received()).isEmpty();
    try (RawClient next = stage.client()) {
      assertThat(next.call(Stage.get("/")).status()).isEqualTo(200);
    }
  }

  /** What one server drops and another reads as the field that it resembles. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "POST / HTTP/1.1~Host: a~Content-Length\u000b: 3~~abc | 400",
        "POST / HTTP/1.1~Host: a~Transfer-Encoding\u0000: chunked~~0~~ | 400",
        "GET / HTTP/1.1~Host: a~X\u0001Y: b~~ | 400",
        "GET / HTTP/1.1~Host: a~X\u007fY: b~~ | 400",
        "GET / HTTP/1.1~Host: a~X\u00e4: b~~ | 400",
        "GET / HTTP/1.1~Host: a~X(Y): b~~ | 400",
        "GET / HTTP/1.1~Host: a~: b~~ | 400",
        "GET / HTTP/1.1~Host: a~NoColon~~ | 400",
        "GET /\u0000 HTTP/1.1~Host: a~~ | 400",
        "GET /a?\u0001 HTTP/1.1~Host: a~~ | 400",
        "GET /a HTTP/1.1~Host: a\u0000b~~ | 400",
      })
  void forbiddenBytesAreRefused(String request, int status) throws IOException {
    isRefused(request, status);
  }

  @Test
  void smallChunkedBodyGoesOnWithALength() throws IOException {
    String body = Stage.envelope("buy");
    String request =
        "POST /shop/v1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
            + Integer.toHexString(body.length())
            + ";ext=1\r\n"
            + body
            + "\r\n0\r\nContent-Length: 7\r\nX-Trailer: a\r\n\r\n";
    try (RawClient client = stage.client()) {
      assertThat(client.call(request).status()).isEqualTo(200);
    }
    RecordedRequest received = legacy.received().getFirst();
    assertThat(received.content()).isEqualTo(body);
    assertThat(received.header("Content-Length")).contains(Integer.toString(body.length()));
    assertThat(received.header("Transfer-Encoding")).isEmpty();
    assertThat(received.header("X-Trailer")).isEmpty();
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    try (RawClient client = stage.client()) {
      client.send(Stage.soap("buy") + Stage.get("/two") + Stage.soap("look"));
      for (int i = 0; i < 3; i++) {
        assertThat(client.reply().status()).isEqualTo(200);
      }
    }
    assertThat(legacy.received())
        .extracting(RecordedRequest::line)
        .containsExactly("POST /shop/v1 HTTP/1.1", "GET /two HTTP/1.1", "POST /shop/v1 HTTP/1.1");
  }

  @Test
  void absoluteTargetGoesOnAsAPath() throws IOException {
    try (RawClient client = stage.client()) {
      String request = "GET http://real.example:81/a?b HTTP/1.1\r\nHost: real.example:81\r\n\r\n";
      assertThat(client.call(request).status()).isEqualTo(200);
    }
    RecordedRequest received = legacy.received().getFirst();
    assertThat(received.line()).isEqualTo("GET /a?b HTTP/1.1");
    assertThat(received.header("Host")).contains("real.example:81");
  }

  @Test
  void hopByHopFieldsOfARequestEndAtTheProxy() throws IOException {
    try (RawClient client = stage.client()) {
      client.call(
          Stage.soap(
              "buy",
              "Connection: X-Nominated, close-not, Host",
              "X-Nominated: a",
              "Keep-Alive: timeout=5",
              "TE: trailers",
              "Proxy-Authorization: Basic abc",
              "Proxy-Connection: keep-alive",
              "Upgrade: h2c",
              "HTTP2-Settings: AAM",
              "Authorization: Basic def",
              "X-Matapalo-Shortcut: forged",
              "X-Kept: \u00e4"));
    }
    RecordedRequest received = legacy.received().getFirst();
    assertThat(received.header("X-Kept")).contains("\u00e4");
    assertThat(received.header("Host")).contains("shop.example");
    assertThat(received.header("Authorization")).contains("Basic def");
    for (String gone : HOP_BY_HOP) {
      assertThat(received.header(gone)).as(gone).isEmpty();
    }
  }

  /** Clients without cookies carry it, to whichever side and instance. */
  @Test
  void aFreshnessMarkPassesBothWays() throws IOException {
    stage.close();
    legacy =
        FakeUpstream.start((request, out) ->
            FakeUpstream.reply(
                out,
                "200 OK",
                "ok",
                "X-Matapalo-Mark: v1.new.mark",
                "Set-Cookie: matapalo-mark=c"));
    fast = FakeUpstream.answering("unused");
    stage = Stage.with(folder, legacy, fast);
    try (RawClient client = stage.client()) {
      RawClient.Reply reply =
          client.call(Stage.soap("buy", "X-Matapalo-Mark: v1.old.mark", "Cookie: matapalo-mark=b"));
      assertThat(reply.field("X-Matapalo-Mark")).contains("v1.new.mark");
      assertThat(reply.field("Set-Cookie")).contains("matapalo-mark=c");
    }
    RecordedRequest received = legacy.received().getFirst();
    assertThat(received.header("X-Matapalo-Mark")).contains("v1.old.mark");
    assertThat(received.header("Cookie")).contains("matapalo-mark=b");
  }

  @Test
  void hopByHopFieldsOfAnAnswerEndAtTheProxy() throws IOException {
    stage.close();
    legacy =
        FakeUpstream.start((request, out) ->
            FakeUpstream.reply(
                out,
                "200 OK",
                "ok",
                "Connection: X-Secret, keep-alive",
                "X-Secret: a",
                "Keep-Alive: timeout=5",
                "Proxy-Authenticate: Basic",
                "Upgrade: h2c",
                "X-Kept: yes",
                "Set-Cookie: a=1",
                "Set-Cookie: b=2"));
    fast = FakeUpstream.answering("unused");
    stage = Stage.with(folder, legacy, fast);
    try (RawClient client = stage.client()) {
      RawClient.Reply reply = client.call(Stage.soap("buy"));
      assertThat(reply.fields()).contains("X-Kept: yes", "Set-Cookie: a=1", "Set-Cookie: b=2");
      for (String gone : new String[] {"X-Secret", "Keep-Alive", "Proxy-Authenticate", "Upgrade"}) {
        assertThat(reply.field(gone)).as(gone).isEmpty();
      }
    }
  }

  @Test
  void addressFieldsOfAnUntrustedClientAreReplaced() throws IOException {
    try (RawClient client = RawClient.from("127.0.0.9", stage.port())) {
      client.call(
          Stage.soap(
              "buy",
              "X-Forwarded-For: 1.2.3.4",
              "X-Forwarded-Host: forged",
              "X-Forwarded-Proto: https",
              "X-Forwarded-Port: 1",
              "Forwarded: for=1.2.3.4"));
    }
    RecordedRequest received = legacy.received().getFirst();
    assertThat(received.header("X-Forwarded-For")).contains("127.0.0.9");
    assertThat(received.header("X-Forwarded-Host")).contains("shop.example");
    assertThat(received.header("X-Forwarded-Proto")).contains("http");
    assertThat(received.header("Forwarded")).isEmpty();
    assertThat(received.header("X-Forwarded-Port")).isEmpty();
  }

  @Test
  void addressFieldsOfATrustedProxyAreContinued() throws IOException {
    stage.close();
    legacy = FakeUpstream.answering("ok");
    fast = FakeUpstream.answering("ok");
    stage = Stage.with(folder, legacy, fast, yaml -> "trusted-proxies: [127.0.0.0/8]\n" + yaml);
    try (RawClient client = stage.client()) {
      client.call(
          Stage.soap(
              "buy",
              "X-Forwarded-For: 6.6.6.6, 1.2.3.4",
              "X-Forwarded-Proto: https",
              "Forwarded: for=6.6.6.6;proto=https",
              "Forwarded: for=1.2.3.4"));
      client.call(Stage.soap("buy"));
    }
    RecordedRequest received = legacy.received().getFirst();
    assertThat(received.header("X-Forwarded-For")).contains("6.6.6.6, 1.2.3.4, 127.0.0.1");
    assertThat(received.header("X-Forwarded-Proto")).contains("https");
    assertThat(received.header("Forwarded"))
        .contains("for=6.6.6.6;proto=https, for=1.2.3.4, for=127.0.0.1");
    assertThat(legacy.received().getLast().header("Forwarded")).isEmpty();
  }

  @Test
  void routeCookieEndsAtTheProxy() throws IOException {
    stage.close();
    Files.writeString(folder.resolve("secret"), "s".repeat(32));
    legacy = FakeUpstream.answering("ok");
    fast = FakeUpstream.answering("ok");
    stage =
        Stage.with(
            folder,
            legacy,
            fast,
            yaml ->
                yaml.replaceFirst(
                    "(legacy:\n)", "$1    affinity: {cookie: {secret-file: secret}}\n"));
    try (RawClient client = stage.client()) {
      String setCookie = client.call(Stage.soap("buy")).field("Set-Cookie").orElseThrow();
      String own = setCookie.substring(0, setCookie.indexOf(';'));
      String more = "Cookie: a=1; " + own + "; MATAPALO_ROUTE2=x; b=\"2\"";
      assertThat(client.call(Stage.soap("buy", more)).field("Set-Cookie")).isEmpty();
      client.call(Stage.soap("buy", "Cookie: " + own));
    }
    assertThat(legacy.received().get(1).header("Cookie"))
        .contains("a=1; MATAPALO_ROUTE2=x; b=\"2\"");
    assertThat(legacy.received().getLast().header("Cookie")).isEmpty();
  }

  @Test
  void hugeHeadEndsTheConnection() throws IOException {
    try (RawClient client = stage.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(40_000));
      assertThat(client.reply().status()).isEqualTo(431);
      assertThat(client.isEnded()).isTrue();
    }
    assertThat(legacy.received()).isEmpty();
  }
}
