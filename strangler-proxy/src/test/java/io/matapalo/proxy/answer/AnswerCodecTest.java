package io.matapalo.proxy.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads and bodies of answers, in pieces of every size. */
class AnswerCodecTest {

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static AnswerHead head(String text) throws MalformedAnswerException {
    AnswerHeadParser parser = new AnswerHeadParser();
    assertThat(parser.feed(bytes(text))).isTrue();
    return parser.head();
  }

  @Test
  void headIsReadWhereverItIsCut() throws MalformedAnswerException {
    String text = "HTTP/1.1 200 OK\r\nA: b\r\nC:  d e \r\nA: f\n\r\nrest";
    for (int cut = 0; cut < text.length(); cut++) {
      AnswerHeadParser parser = new AnswerHeadParser();
      ByteBuffer first = bytes(text.substring(0, cut));
      ByteBuffer second = bytes(text.substring(cut));
      boolean complete = parser.feed(first) || parser.feed(second);
      assertThat(complete).isTrue();
      assertThat(parser.head().status()).isEqualTo(200);
      assertThat(parser.head().fields().get("A")).containsExactly("b", "f");
      assertThat(parser.head().fields().getFirst("C")).isEqualTo("d e");
      assertThat(first.remaining() + second.remaining()).isEqualTo(4);
    }
  }

  /** One parser reads all answers of a connection, and keeps lines that may come again. */
  @Test
  void oneParserReadsAnswersThatAreNearlyAlike() throws MalformedAnswerException {
    String[] answers = {
      "HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA: b\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA: b\r\nC: d2\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA: b\nC: d2\n\n",
      "HTTP/1.1 200 OK\r\nA: b\r\nC: d2\r\n e\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA: b\r\nC: d2\r\n\r\n",
      "HTTP/1.0 404 No\r\nA: b2\r\nC: d\r\nE:f\r\n\r\n",
      "HTTP/1.1 200 OK\r\nC: d\r\nA: b\r\n e\r\n\r\n",
      "HTTP/1.1 200 OK\r\nA: " + "b".repeat(300) + "\r\n\r\n",
      "HTTP/1.1 204 No\r\n\r\n"
    };
    for (int piece = 1; piece < 50; piece++) {
      AnswerHeadParser parser = new AnswerHeadParser();
      for (String answer : answers) {
        AnswerHead expected = head(answer);
        AnswerHead read = next(parser, answer, piece);
        assertThat(read.status()).isEqualTo(expected.status());
        assertThat(read.minorVersion()).isEqualTo(expected.minorVersion());
        assertThat(read.fields().toString()).isEqualTo(expected.fields().toString());
      }
    }
  }

  private static AnswerHead next(AnswerHeadParser parser, String answer, int piece)
      throws MalformedAnswerException {
    parser.reset();
    assertThat(parser.isUntouched()).isTrue();
    boolean complete = false;
    for (int from = 0; from < answer.length(); from += piece) {
      complete |=
          parser.feed(bytes(answer.substring(from, Math.min(from + piece, answer.length()))));
    }
    assertThat(complete).isTrue();
    return parser.head();
  }

  /** Whoever changes the fields of an answer changes a copy, so that the next one may have them. */
  @Test
  void answerThatIsTheSameAgainIsTheSameHead() throws MalformedAnswerException {
    String answer = "HTTP/1.1 200 OK\r\nA: b\r\nA: c\r\n\r\n";
    AnswerHeadParser parser = new AnswerHeadParser();
    AnswerHead first = next(parser, answer, 100);
    AnswerHead copy = first.copy();
    copy.fields().clear();
    assertThat(next(parser, answer, 100)).isSameAs(first);
    assertThat(first.fields().get("A")).containsExactly("b", "c");
    assertThat(first.copy().fields().get("A")).containsExactly("b", "c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "\r\nHTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 600 X\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: a\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",
        "HTTP/1.1 200 OK\r\n a\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n c\0\r\n\r\n",
        "HTTP/1.1 200OK\r\n\r\n"
      })
  void malformedHeadIsRefused(String text) {
    assertThatThrownBy(() -> new AnswerHeadParser().feed(bytes(text)))
        .isInstanceOf(MalformedAnswerException.class);
  }

  /** RFC 9112 §5.2: a server of old may write one field on several lines. */
  @Test
  void foldedFieldBecomesOneLine() throws MalformedAnswerException {
    AnswerHead head =
        head("HTTP/1.1 200 OK\r\nA: b;\r\n\tc=d;\r\n \r\n  e\r\nA: f\r\n g\r\nB: h\r\n\r\n");
    assertThat(head.fields().get("A")).containsExactly("b; c=d; e", "f g");
    assertThat(head.fields().getFirst("B")).isEqualTo("h");
  }

  @Test
  void endlessHeadIsRefused() {
    for (String line : new String[] {"A: b\r\n", " b\r\n"}) {
      String endless = "HTTP/1.1 200 OK\r\nA: a\r\n" + line.repeat(20_000);
      assertThatThrownBy(() -> new AnswerHeadParser().feed(bytes(endless)))
          .isInstanceOf(MalformedAnswerException.class);
    }
  }

  @Test
  void connectionIsKeptAsTheVersionSays() throws MalformedAnswerException {
    assertThat(head("HTTP/1.1 200 OK\r\n\r\n").keepsConnection()).isTrue();
    assertThat(head("HTTP/1.1 200 OK\r\nConnection: a, Close\r\n\r\n").keepsConnection()).isFalse();
    assertThat(head("HTTP/1.0 200 OK\r\n\r\n").keepsConnection()).isFalse();
    assertThat(head("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\n").keepsConnection())
        .isTrue();
  }

  @Test
  void announcedLifeIsRead() throws MalformedAnswerException {
    assertThat(head("HTTP/1.1 200 OK\r\nKeep-Alive: max=5, Timeout=7\r\n\r\n").announcedIdleLife())
        .contains(Duration.ofSeconds(7));
    assertThat(head("HTTP/1.1 200 OK\r\nKeep-Alive: max=5\r\n\r\n").announcedIdleLife()).isEmpty();
    assertThat(head("HTTP/1.1 200 OK\r\n\r\n").announcedIdleLife()).isEmpty();
  }

  private static String decode(AnswerBody body, String text, int pieceSize)
      throws MalformedAnswerException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int from = 0; from < text.length(); from += pieceSize) {
      ByteBuffer piece = bytes(text.substring(from, Math.min(text.length(), from + pieceSize)));
      int available = body.available(piece);
      while (available > 0) {
        // Moves one byte at a time, as a socket that is almost full would.
        out.write(piece.get());
        body.moved(1);
        available = body.available(piece);
      }
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void chunksAreReadInPiecesOfEverySize() throws MalformedAnswerException {
    String text = "5\r\nhello\r\nA;ext=\"1\"\r\n, 10 bytes\r\n0\r\nTrailer: a\r\nOther: b\r\n\r\n";
    for (int size = 1; size <= text.length(); size++) {
      AnswerBody body = new ChunkedBody();
      assertThat(decode(body, text, size)).isEqualTo("hello, 10 bytes");
      assertThat(body.isComplete()).isTrue();
    }
  }

  @Test
  void cutChunksAreNeverComplete() throws MalformedAnswerException {
    String text = "5\r\nhello\r\n0\r\n\r\n";
    for (int end = 0; end < text.length(); end++) {
      AnswerBody body = new ChunkedBody();
      decode(body, text.substring(0, end), 3);
      assertThat(body.isComplete()).as("cut at %d", end).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\n", "\r\n", "-5\r\n", "5\nhello\r\n", "5\r\nhello0\r\n", "5\r\nhello\n0\r\n",
        "5_0\r\n", "0x5\r\n", "5;a\nb\r\n", "1111111111111111\r\n", "0\r\n\n", "0\r\nA: b\n\r\n"
      })
  void malformedChunksAreRefused(String text) {
    assertThatThrownBy(() -> decode(new ChunkedBody(), text, 100))
        .isInstanceOf(MalformedAnswerException.class);
  }

  @Test
  void framingIsTakenFromTheHead() throws MalformedAnswerException {
    AnswerHead ten = head("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
    assertThat(AnswerBody.after(ten, "GET").knownLength()).isEqualTo(10);
    assertThat(AnswerBody.after(ten, "HEAD").isComplete()).isTrue();
    AnswerHead chunked = head("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n");
    assertThat(AnswerBody.after(chunked, "GET")).isInstanceOf(ChunkedBody.class);
    AnswerHead bare = head("HTTP/1.1 200 OK\r\n\r\n");
    assertThat(AnswerBody.after(bare, "GET").endsWithConnection()).isTrue();
    AnswerHead none = head("HTTP/1.1 204 X\r\nContent-Length: 5\r\n\r\n");
    assertThat(AnswerBody.after(none, "GET").isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1\r\nContent-Length: 1",
        "Content-Length: 1, 1",
        "Content-Length: -1",
        "Content-Length: 1234567890123456789",
        "Content-Length:",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 1"
      })
  void ambiguousFramingIsRefused(String fields) throws MalformedAnswerException {
    AnswerHead ambiguous = head("HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\n");
    assertThatThrownBy(() -> AnswerBody.after(ambiguous, "GET"))
        .isInstanceOf(MalformedAnswerException.class);
  }
}
