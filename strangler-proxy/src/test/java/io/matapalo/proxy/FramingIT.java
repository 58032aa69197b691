package io.matapalo.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
  private ScriptedUpstream legacy;
  private ScriptedUpstream fast;
  private Stage stage;

  @BeforeEach
  void start() throws IOException {
    legacy = ScriptedUpstream.answering("ok");
    fast = ScriptedUpstream.answering("ok");
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
        "GET /a\u00e4 HTTP/1.1~Host: a~~ | 400",
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
    ScriptedUpstream.Received received = legacy.received().getFirst();
    assertThat(received.body()).isEqualTo(body);
    assertThat(received.field("Content-Length")).isEqualTo(Integer.toString(body.length()));
    assertThat(received.has("Transfer-Encoding")).isFalse();
    assertThat(received.has("X-Trailer")).isFalse();
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
        .extracting(ScriptedUpstream.Received::line)
        .containsExactly("POST /shop/v1 HTTP/1.1", "GET /two HTTP/1.1", "POST /shop/v1 HTTP/1.1");
  }

  @Test
  void absoluteTargetGoesOnAsAPath() throws IOException {
    try (RawClient client = stage.client()) {
      String request = "GET http://real.example:81/a?b HTTP/1.1\r\nHost: real.example:81\r\n\r\n";
      assertThat(client.call(request).status()).isEqualTo(200);
    }
    ScriptedUpstream.Received received = legacy.received().getFirst();
    assertThat(received.line()).isEqualTo("GET /a?b HTTP/1.1");
    assertThat(received.field("Host")).isEqualTo("real.example:81");
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
    ScriptedUpstream.Received received = legacy.received().getFirst();
    assertThat(received.field("X-Kept")).isEqualTo("\u00e4");
    assertThat(received.field("Host")).isEqualTo("shop.example");
    assertThat(received.field("Authorization")).isEqualTo("Basic def");
    for (String gone : HOP_BY_HOP) {
      assertThat(received.has(gone)).as(gone).isFalse();
    }
  }

  @Test
  void hopByHopFieldsOfAnAnswerEndAtTheProxy() throws IOException {
    stage.close();
    legacy =
        ScriptedUpstream.start((request, out, socket) ->
            ScriptedUpstream.reply(
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
    fast = ScriptedUpstream.answering("unused");
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
    ScriptedUpstream.Received received = legacy.received().getFirst();
    assertThat(received.field("X-Forwarded-For")).isEqualTo("127.0.0.9");
    assertThat(received.field("X-Forwarded-Host")).isEqualTo("shop.example");
    assertThat(received.field("X-Forwarded-Proto")).isEqualTo("http");
    assertThat(received.has("Forwarded")).isFalse();
    assertThat(received.has("X-Forwarded-Port")).isFalse();
  }

  @Test
  void addressFieldsOfATrustedProxyAreContinued() throws IOException {
    stage.close();
    legacy = ScriptedUpstream.answering("ok");
    fast = ScriptedUpstream.answering("ok");
    stage = Stage.with(folder, legacy, fast, yaml -> "trusted-proxies: [127.0.0.0/8]\n" + yaml);
    try (RawClient client = stage.client()) {
      client.call(
          Stage.soap("buy", "X-Forwarded-For: 6.6.6.6, 1.2.3.4", "X-Forwarded-Proto: https"));
    }
    ScriptedUpstream.Received received = legacy.received().getFirst();
    assertThat(received.field("X-Forwarded-For")).isEqualTo("6.6.6.6, 1.2.3.4, 127.0.0.1");
    assertThat(received.field("X-Forwarded-Proto")).isEqualTo("https");
  }

  @Test
  void hugeHeadEndsTheConnection() throws IOException {
    try (RawClient client = stage.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(40_000));
      assertThat(client.reply().status()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
    }
    assertThat(legacy.received()).isEmpty();
  }
}
