package io.matapalo.proxy.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.matapalo.proxy.reading.Flaw.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of RFC 9112 §2 to §6, in pieces of every size. */
class HeadScannerTest {

  private static final int MAX_BYTES = 200;
  private static final int MAX_FIELDS = 4;

  /** {@code ~} stands for CRLF; a head without any {@code Host} gets one. */
  private static ByteBuffer bytes(String text) {
    String head = text.contains("Host") ? text : text.replace("/1.1~", "/1.1~Host: h~");
    return ByteBuffer.wrap(
        head.replace("~", "\r\n")
            .replace("\\r", "\r")
            .replace("\\n", "\n")
            .replace("\\0", "\0")
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Scans a head whose bytes come in pieces of one size, at some place in a buffer. */
  private static HeadScanner scan(ByteBuffer bytes, int pieceSize)
      throws MalformedRequestException {
    HeadScanner scanner = new HeadScanner(MAX_BYTES, MAX_FIELDS);
    ByteBuffer moved = ByteBuffer.allocate(bytes.limit() + 7).put(7, bytes, 0, bytes.limit());
    for (int end = pieceSize; !scanner.scan(moved, 7, Math.min(7 + end, moved.limit())); ) {
      assertThat(end).as("head is whole in the end").isLessThan(bytes.limit());
      end += pieceSize;
    }
    bytes.put(0, moved, 7, bytes.limit());
    return scanner;
  }

  private static String text(ByteBuffer bytes) {
    String all = StandardCharsets.ISO_8859_1.decode(bytes.duplicate().clear()).toString();
    return all.replace("\r\n", "~");
  }

  /** What the server below sees in the place of a target. */
  private static String masked(String target) {
    return "/" + "-".repeat(target.length() - 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "GET / HTTP/1.1~~                                  |  0 | false",
        "GET / HTTP/1.0~A: b~~                             |  0 | false",
        "~GET / HTTP/1.1~~                                 |  0 | false",
        "GET / HTTP/1.1\\nHost:\\n\\n                          |  0 | false",
        "PATCH * HTTP/1.1~A:b~B:~C: \t d ~~                |  0 | false",
        "POST /a;b?c=d/? HTTP/1.1~Content-Length: 12~~     | 12 | false",
        "POST /%41 HTTP/1.1~content-LENGTH:\t7 ~~          |  7 | false",
        "POST / HTTP/1.1~Transfer-Encoding: Chunked~~      |  0 | true",
        "GET http://a.b:1/c HTTP/1.1~Host: a.b:1~~         |  0 | false",
      })
  void soundHeadIsTaken(String head, long length, boolean chunked)
      throws MalformedRequestException {
    for (int size = 1; size <= head.length() + 5; size++) {
      ByteBuffer whole = bytes(head + "rest");
      HeadScanner scanner = scan(whole, size);
      assertThat(whole.limit() - scanner.length()).isEqualTo("rest".length());
      String[] words = text(bytes(head + "rest")).split(" ", 3);
      assertThat(text(whole)).isEqualTo(words[0] + " " + masked(words[1]) + " " + words[2]);
      assertThat(scanner.target().isUnusual()).isFalse();
      assertThat(scanner.framing().length()).isEqualTo(length);
      assertThat(scanner.framing().isChunked()).isEqualTo(chunked);
      assertThat(scanner.skipped()).isEqualTo(head.startsWith("~") ? 2 : 0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "~~GET / HTTP/1.1~~                                | MALFORMED",
        "\\sGET / HTTP/1.1~~                               | MALFORMED",
        "\\rGET / HTTP/1.1~~                                | MALFORMED",
        "GET~~                                             | MALFORMED",
        "G(T / HTTP/1.1~~                                  | MALFORMED",
        "GET  / HTTP/1.1~~                                 | MALFORMED",
        "GET\t/ HTTP/1.1~~                                 | MALFORMED",
        "GET /~~                                           | MALFORMED",
        "GET /\\0 HTTP/1.1~~                                | MALFORMED",
        "GET /\u007f HTTP/1.1~~                            | MALFORMED",
        "GET /a b HTTP/1.1~~                               | MALFORMED",
        "GET /  HTTP/1.1~~                                 | MALFORMED",
        "GET / HTTP/1.1 ~~                                 | MALFORMED",
        "GET / http/1.1~~                                  | MALFORMED",
        "GET / HTTP/1~~                                    | MALFORMED",
        "GET / HTTP/11~~                                   | MALFORMED",
        "GET / HTTP/1.10~~                                 | MALFORMED",
        "GET / HTTP/a.b~~                                  | MALFORMED",
        "GET / HTTP/3.7~~                                  | UNKNOWN_VERSION",
        "GET / HTTP/1.2~~                                  | UNKNOWN_VERSION",
        "GET / HTTP/0.9~~                                  | UNKNOWN_VERSION",
        "PRI * HTTP/2.0~~                                  | UNKNOWN_VERSION",
        "GET / HTTP/1.1\\rA: b~~                            | MALFORMED",
        "GET / HTTP/1.1~ A: b~Host: h~~                   | MALFORMED",
        "GET / HTTP/1.1~A~~                                | MALFORMED",
        "GET / HTTP/1.1~: b~~                              | MALFORMED",
        "GET / HTTP/1.1~A : b~~                            | MALFORMED",
        "GET / HTTP/1.1~A\u000b: b~~                       | MALFORMED",
        "GET / HTTP/1.1~A\u00e4: b~~                       | MALFORMED",
        "GET / HTTP/1.1~A: b\\0~~                           | MALFORMED",
        "GET / HTTP/1.1~A: b\\rC: d~~                       | MALFORMED",
        "GET / HTTP/1.1~A: b~\\rC: d~~                      | MALFORMED",
        "GET / HTTP/1.1~X: Host~~                          | MALFORMED",
        "GET / HTTP/1.1~Host: a~Host: a~~                  | MALFORMED",
        "GET / HTTP/1.0~Host: a~Host: a~~                  | MALFORMED",
        "GET http://a/ HTTP/1.1~Host: b~~                  | MALFORMED",
        "GET http:///a HTTP/1.1~Host: a~~                  | MALFORMED",
        "GET a HTTP/1.1~~                                  | MALFORMED",
        "GET / HTTP/1.1~A: b~A: b~A: b~A: b~~              | HEAD_TOO_LARGE",
        "GET / HTTP/1.1~Content-Length: 1~Content-Length: 1~~ | AMBIGUOUS_LENGTH",
        "GET / HTTP/1.1~Content-Length: +1~~               | AMBIGUOUS_LENGTH",
        "GET / HTTP/1.1~Content-Length: 1, 1~~             | AMBIGUOUS_LENGTH",
        "GET / HTTP/1.1~Content-Length: 1~ 1~~             | AMBIGUOUS_LENGTH",
        "GET / HTTP/1.1~Content-Length:~~                  | AMBIGUOUS_LENGTH",
        "GET / HTTP/1.1~Content-Length: 1234567890123456789~~ | AMBIGUOUS_LENGTH",
        "GET / HTTP/1.1~Content-Length: 1~Transfer-Encoding: chunked~~ | AMBIGUOUS_LENGTH",
        "GET / HTTP/1.1~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~ | AMBIGUOUS_LENGTH",
        "GET / HTTP/1.0~Transfer-Encoding: chunked~~       | AMBIGUOUS_LENGTH",
        "GET / HTTP/1.1~Transfer-Encoding: gzip, chunked~~ | UNKNOWN_CODING",
        "GET / HTTP/1.1~Transfer-Encoding:~~               | UNKNOWN_CODING",
      })
  void flawIsNamed(String head, Kind kind) {
    String input = head.strip().replace("\\s", " ");
    for (int size = 1; size <= head.length(); size += 3) {
      int pieceSize = size;
      MalformedRequestException refused =
          catchThrowableOfType(
              MalformedRequestException.class, () -> scan(bytes(input + "~~~~"), pieceSize));
      assertThat(refused).as(head).isNotNull();
      assertThat(refused.flaw().kind()).isEqualTo(kind);
    }
  }

  @Test
  void headHasABound() throws MalformedRequestException {
    String head = "GET / HTTP/1.1~Host: h~A: ";
    String most = "a".repeat(MAX_BYTES - head.length() - 6);
    assertThat(scan(bytes(head + most + "~~"), 9).length()).isEqualTo(MAX_BYTES);
    for (String more : new String[] {head + most + "a~~", head + "a".repeat(9 * MAX_BYTES)}) {
      MalformedRequestException refused =
          catchThrowableOfType(MalformedRequestException.class, () -> scan(bytes(more), 64));
      assertThat(refused.flaw().kind()).isEqualTo(Kind.HEAD_TOO_LARGE);
    }
  }

  /** A field on several lines becomes one line of the same length. */
  @Test
  void foldedFieldIsUnfoldedInPlace() throws MalformedRequestException {
    String head = "POST / HTTP/1.1~Host: h~A: b;~\tc~ d~B: e~~";
    for (int size = 1; size <= head.length(); size++) {
      ByteBuffer whole = bytes(head);
      scan(whole, size);
      assertThat(text(whole)).isEqualTo("POST / HTTP/1.1~Host: h~A: b;  \tc   d~B: e~~");
    }
  }

  /** What a monolith has always taken: the scanner keeps it and names it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a?f={x}",
        "/a?f=^`\\",
        "/a?f=\"<x>\"",
        "/a?f=[1]#b",
        "/a?q=\u00c3\u00a4",
        "/a?q=%zz",
        "/a?q=100%",
        "/a%2"
      })
  void unusualTargetIsKept(String target) throws MalformedRequestException {
    for (int size = 1; size <= 40; size++) {
      ByteBuffer whole = bytes("GET " + target + " HTTP/1.1~~");
      HeadScanner scanner = scan(whole, size);
      assertThat(scanner.target().toSend()).isEqualTo(target);
      assertThat(scanner.target().isUnusual()).isTrue();
      assertThat(text(whole)).startsWith("GET " + masked(target) + " HTTP/1.1~");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/                    | ''    | /     | /",
        "/a;b?c?d/            | ''    | /a;b  | /a;b?c?d/",
        "/?                   | ''    | /     | /?",
        "//a/b://c            | ''    | //a/b://c | //a/b://c",
        "*                    | ''    | *     | *",
        "http://a.b:1         | a.b:1 | /     | /",
        "http://a/b?c://d     | a     | /b    | /b?c://d",
        "http://a?b           | a     | /     | /?b",
        "http://u@a/b@c       | a     | /b@c  | /b@c",
      })
  void targetIsTakenApart(String raw, String authority, String path, String toSend) {
    Target target = Target.of(raw, Target.Spelling.USUAL);
    assertThat(target.authority()).isEqualTo(authority);
    assertThat(target.path()).isEqualTo(path);
    assertThat(target.toSend()).isEqualTo(toSend);
  }

  /** A connection asks for the same thing again and again. */
  @Test
  void equalTargetIsTheSameObject() throws MalformedRequestException {
    ByteBuffer head = bytes("GET /a HTTP/1.1~~");
    HeadScanner scanner = scan(head, 50);
    Target first = scanner.target();
    scanner.reset();
    ByteBuffer again = bytes("GET /a HTTP/1.1~~");
    assertThat(scanner.scan(again, 0, again.limit())).isTrue();
    assertThat(scanner.target()).isSameAs(first);
    scanner.reset();
    ByteBuffer other = bytes("GET /b HTTP/1.1~~");
    assertThat(scanner.scan(other, 0, other.limit())).isTrue();
    assertThat(scanner.target().path()).isEqualTo("/b");
  }
}
