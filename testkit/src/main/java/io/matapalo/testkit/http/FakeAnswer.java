package io.matapalo.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link FakeUpstream} does with one request. Immutable. Bytes are kept as Latin-1 text, one
 * character a byte.
 *
 * @param head status line and header fields with their line ends, without the empty line
 * @param body as it goes over the wire
 * @param delay between the last byte of the request and the first of the answer
 * @param ending what happens to the connection
 */
public record FakeAnswer(String head, String body, Duration delay, Ending ending) {

  /** What happens to the connection with, or instead of, the answer. */
  public enum Ending {
    /** The next request is read. */
    KEEP_ALIVE,
    /** Closed after the answer. */
    CLOSE_AFTER,
    /** Closed without a byte of an answer. */
    CLOSE_BEFORE,
    /** Reset without a byte of an answer. */
    RESET,
    /** Closed after the head and half of the body. */
    CLOSE_WITHIN,
    /**
     * Nothing is sent, and the connection stays open until the other side or the upstream closes
     * it.
     */
    HANG
  }

  /** An answer with a status, a text body in UTF-8 and its Content-Length. */
  public static FakeAnswer of(int status, String text) {
    String body = new String(text.getBytes(UTF_8), ISO_8859_1);
    return new FakeAnswer(statusLine(status), body, Duration.ZERO, Ending.KEEP_ALIVE)
        .withHeader("Content-Length", String.valueOf(body.length()));
  }

  /** The same body in chunks of a size, without Content-Length. */
  public static FakeAnswer chunked(int status, String text, int chunkBytes) {
    String body = new String(text.getBytes(UTF_8), ISO_8859_1);
    StringBuilder chunks = new StringBuilder();
    for (int from = 0; from < body.length(); from += chunkBytes) {
      String chunk = body.substring(from, Math.min(body.length(), from + chunkBytes));
      chunks
          .append(Integer.toHexString(chunk.length()))
          .append("\r\n")
          .append(chunk)
          .append("\r\n");
    }
    chunks.append("0\r\n\r\n");
    return new FakeAnswer(statusLine(status), chunks.toString(), Duration.ZERO, Ending.KEEP_ALIVE)
        .withHeader("Transfer-Encoding", "chunked");
  }

  /** Exactly these bytes, head and body, as Latin-1 text. The connection is closed after them. */
  public static FakeAnswer raw(String bytes) {
    int end = bytes.indexOf("\r\n\r\n");
    return end < 0
        ? new FakeAnswer("", bytes, Duration.ZERO, Ending.CLOSE_AFTER)
        : new FakeAnswer(
            bytes.substring(0, end + 2),
            bytes.substring(end + 4),
            Duration.ZERO,
            Ending.CLOSE_AFTER);
  }

  public FakeAnswer withHeader(String name, String value) {
    return new FakeAnswer(head + name + ": " + value + "\r\n", body, delay, ending);
  }

  public FakeAnswer after(Duration newDelay) {
    return new FakeAnswer(head, body, newDelay, ending);
  }

  public FakeAnswer ending(Ending newEnding) {
    return new FakeAnswer(head, body, delay, newEnding);
  }

  /** The parts to write, in order; each is flushed. */
  List<byte[]> parts() {
    List<byte[]> parts = new ArrayList<>();
    switch (ending) {
      case KEEP_ALIVE, CLOSE_AFTER -> parts.add(bytes(body));
      case CLOSE_WITHIN -> parts.add(bytes(body.substring(0, body.length() / 2)));
      case CLOSE_BEFORE, RESET, HANG -> {}
    }
    return parts;
  }

  private byte[] bytes(String partOfBody) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(ISO_8859_1));
    if (!head.isEmpty()) {
      bytes.writeBytes("\r\n".getBytes(ISO_8859_1));
    }
    bytes.writeBytes(partOfBody.getBytes(ISO_8859_1));
    return bytes.toByteArray();
  }

  private static String statusLine(int status) {
    return "HTTP/1.1 " + status + " Status\r\n";
  }
}
