package io.matapalo.perf.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseReaderTest {
  private static ResponseReader reading(String wire) {
    return new ResponseReader(new ByteArrayInputStream(wire.getBytes(ISO_8859_1))::read);
  }

  /** Gives one byte at a time, as a slow network may. */
  private static ResponseReader readingSlowly(String wire) {
    ByteArrayInputStream in = new ByteArrayInputStream(wire.getBytes(ISO_8859_1));
    return new ResponseReader((into, offset, _) -> in.read(into, offset, 1));
  }

  @Test
  void bodyOfStatedLengthIsReadAndNotMore() throws IOException {
    ResponseReader reader =
        reading("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nx-a:2\r\n\r\nhello");
    HttpResponse response = reader.read();
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.bodyText()).isEqualTo("hello");
    assertThat(response.header("x-a")).contains("1, 2");
    assertThat(reader.hasLeftovers()).isFalse();
  }

  @Test
  void chunkedBodyIsPutTogetherAndItsTrailerDropped() throws IOException {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    String wire = head + "5;ext=1\r\nhello\r\n1\r\n \r\nA\r\nworld12345\r\n0\r\nX-T: 1\r\n\r\n";
    assertThat(reading(wire).read().bodyText()).isEqualTo("hello world12345");
    assertThat(readingSlowly(wire).read().bodyText()).isEqualTo("hello world12345");
  }

  @Test
  void whatFollowsAnAnswerIsKeptForTheNext() throws IOException {
    ResponseReader reader =
        reading(
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 500 No\r\nContent-Length: 1\r\n\r\nb");
    assertThat(reader.read().bodyText()).isEqualTo("a");
    assertThat(reader.hasLeftovers()).isTrue();
    HttpResponse second = reader.read();
    assertThat(second.status()).isEqualTo(500);
    assertThat(second.bodyText()).isEqualTo("b");
    assertThat(reader.hasLeftovers()).isFalse();
  }

  @Test
  void interimAnswersAreSkipped() throws IOException {
    assertThat(
            reading("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n").read().status())
        .isEqualTo(204);
  }

  @Test
  void bodyWithoutLengthReachesToTheEnd() throws IOException {
    assertThat(reading("HTTP/1.0 200 OK\r\n\r\nall of it").read().bodyText())
        .isEqualTo("all of it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
      })
  void truncatedAnswerIsAnEndOfConnection(String wire) {
    assertThatThrownBy(() -> reading(wire).read())
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("closed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n",
      })
  void whatIsNotHttpIsMalformed(String wire) {
    assertThatThrownBy(() -> reading(wire).read()).isInstanceOf(MalformedAnswerException.class);
  }

  @Test
  void headWithoutEndIsMalformedBeforeItFillsTheMemory() {
    String wire = "HTTP/1.1 200 OK\r\n" + "X-Long: aaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(5_000);
    assertThatThrownBy(() -> reading(wire).read())
        .isInstanceOf(MalformedAnswerException.class)
        .hasMessageContaining("65536");
  }
}
