package io.matapalo.proxy.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatheredBodyTest {

  private static final String CHUNKED = "3;x=y\r\nabc\r\n4\r\ndefg\r\n0\r\nT: u\r\n\r\n";

  private static GatheredBody gathering(String field, int maxBytes)
      throws MalformedAnswerException {
    AnswerHeadParser parser = new AnswerHeadParser();
    parser.feed(bytes("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n"));
    AnswerHead head = parser.head();
    return new GatheredBody(head, AnswerBody.after(head, "GET"), maxBytes);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.US_ASCII.decode(bytes).toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 11, 100})
  void pieceMayEndAnywhere(int size) throws MalformedAnswerException {
    GatheredBody gathered = gathering("Transfer-Encoding: chunked", 100);
    boolean ended = false;
    for (int from = 0; from < CHUNKED.length(); from += size) {
      assertThat(ended).isFalse();
      ended =
          gathered.take(bytes(CHUNKED.substring(from, Math.min(from + size, CHUNKED.length()))));
    }
    assertThat(ended).isTrue();
    assertThat(gathered.isWhole()).isTrue();
    assertThat(new String(gathered.content(), StandardCharsets.US_ASCII)).isEqualTo("abcdefg");
    assertThat(text(gathered.raw())).isEqualTo(CHUNKED);
  }

  @Test
  void whatFollowsTheBodyIsLeft() throws MalformedAnswerException {
    GatheredBody gathered = gathering("Content-Length: 3", 100);
    ByteBuffer input = bytes("abcHTTP");
    assertThat(gathered.take(input)).isTrue();
    assertThat(text(input)).isEqualTo("HTTP");
    assertThat(text(gathered.raw())).isEqualTo("abc");
  }

  @Test
  void bodyThatIsTooLargeCanBeReadFromItsBeginning() throws MalformedAnswerException {
    GatheredBody gathered = gathering("Transfer-Encoding: chunked", 6);
    ByteBuffer input = bytes(CHUNKED);
    assertThat(gathered.take(input)).isTrue();
    assertThat(gathered.isWhole()).isFalse();
    ByteBuffer all = bytes(text(gathered.raw()) + text(input));
    assertThat(text(all.duplicate())).isEqualTo(CHUNKED);
    AnswerBody again = gathered.again();
    assertThat(again.available(all)).isEqualTo(3);
  }

  /** A byte in each chunk has six times its size as framing. */
  @Test
  void framingCounts() throws MalformedAnswerException {
    GatheredBody gathered = gathering("Transfer-Encoding: chunked", 100);
    int pieces = 1;
    while (!gathered.take(bytes("1\r\na\r\n".repeat(5)))) {
      pieces++;
    }
    assertThat(gathered.isWhole()).isFalse();
    assertThat(pieces).isEqualTo(7);
  }

  @Test
  void connectionMayEndTheBody() throws MalformedAnswerException {
    GatheredBody gathered = gathering("X-A: b", 100);
    assertThat(gathered.take(bytes("abc"))).isFalse();
    assertThat(gathered.isWhole()).isFalse();
    gathered.connectionEnded();
    assertThat(gathered.isWhole()).isTrue();
    assertThat(new String(gathered.content(), StandardCharsets.US_ASCII)).isEqualTo("abc");
  }

  @Test
  void brokenFramingIsNoBody() throws MalformedAnswerException {
    GatheredBody gathered = gathering("Transfer-Encoding: chunked", 100);
    assertThatThrownBy(() -> gathered.take(bytes("3\r\nabcd")))
        .isInstanceOf(MalformedAnswerException.class);
  }
}
