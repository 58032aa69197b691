package io.matapalo.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One request as it came over the wire. Immutable. Bytes are kept as Latin-1 text, one character a
 * byte.
 *
 * @param head request line and header fields, with their line ends
 * @param wireBody the body as sent: with chunk sizes, if it was chunked
 * @param content the body itself
 * @param connection which connection it came on, counted from 1
 */
public record RecordedRequest(String head, String wireBody, String content, int connection) {

  /** The request line, without its end. */
  public String line() {
    return head.lines().findFirst().orElse("");
  }

  public String method() {
    return requestLine().get(0);
  }

  /** The request target as sent: path and query. */
  public String target() {
    return requestLine().get(1);
  }

  /** The request target without its query. */
  public String path() {
    return target().split("\\?", 2)[0];
  }

  /** May another request follow on this connection? RFC 9112 §9.3. */
  public boolean keepsAlive() {
    String connection = header("Connection").orElse("").toLowerCase(Locale.ROOT);
    return requestLine().getLast().equals("HTTP/1.0")
        ? connection.contains("keep-alive")
        : !connection.contains("close");
  }

  /** The first field of a name, in any case. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  public List<String> headers(String name) {
    String prefix = name.toLowerCase(Locale.ROOT) + ":";
    return head.lines()
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .toList();
  }

  /** The body read as UTF-8. */
  public String text() {
    return new String(content.getBytes(ISO_8859_1), UTF_8);
  }

  /** All bytes, as sent. */
  public String raw() {
    return head + "\r\n" + wireBody;
  }

  /** Names the request line only: a body may hold what must not be shown. */
  @Override
  public String toString() {
    return "RecordedRequest[%s]".formatted(line());
  }

  private List<String> requestLine() {
    List<String> parts = List.of(line().split(" ", 3));
    return parts.size() == 3 ? parts : List.of("", "", "");
  }
}
