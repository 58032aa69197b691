package io.matapalo.proxy.soap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The SOAP message within a package of parts: MTOM (XOP §3.1, RFC 2387) or SOAP with Attachments.
 * It is the part that the parameter {@code start} names, else the first. Pure.
 */
final class RootPart {

  private static final int MAX_HEAD_BYTES = 4 << 10;

  private final byte[] message;
  private final ContentType contentType;

  private RootPart(byte[] message, ContentType contentType) {
    this.message = message;
    this.contentType = contentType;
  }

  /** The SOAP message; not to be written to. */
  byte[] message() {
    return message;
  }

  ContentType contentType() {
    return contentType;
  }

  /**
   * The root part in the first bytes of a package; its end may be missing.
   *
   * @return empty if there is none, or if its bytes are encoded once more
   */
  static Optional<RootPart> in(byte[] bytes, ContentType type) {
    Optional<String> boundary = type.parameter("boundary").filter(text -> !text.isEmpty());
    if (boundary.isEmpty()) {
      return Optional.empty();
    }
    byte[] delimiter = ("--" + boundary.get()).getBytes(StandardCharsets.ISO_8859_1);
    Optional<String> start = type.parameter("start");
    int at = startsWith(bytes, 0, delimiter) ? 0 : nextLine(bytes, 0, delimiter);
    while (at >= 0) {
      int head = afterLine(bytes, at + delimiter.length);
      int body = endOfHead(bytes, head);
      if (body < 0) {
        return Optional.empty();
      }
      PartHead fields = PartHead.of(bytes, head, body);
      int next = nextLine(bytes, body - 1, delimiter);
      if (start.isEmpty() || start.equals(fields.contentId())) {
        int end = next < 0 ? bytes.length : next;
        return fields.isPlain()
            ? Optional.of(new RootPart(Arrays.copyOfRange(bytes, body, end), fields.contentType()))
            : Optional.empty();
      }
      at = next;
    }
    return Optional.empty();
  }

  /** The fields of one part. */
  private record PartHead(
      ContentType contentType, Optional<String> contentId, Optional<String> encoding) {

    static PartHead of(byte[] bytes, int from, int to) {
      String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
      ContentType type = ContentType.none();
      Optional<String> id = Optional.empty();
      Optional<String> encoding = Optional.empty();
      // A folded field is one line to whoever reads it.
      for (String line : text.replaceAll("\r?\n[ \t]+", " ").split("\r?\n", -1)) {
        int colon = line.indexOf(':');
        String name = line.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        switch (name) {
          case "content-type" -> type = ContentType.parse(value);
          case "content-id" -> id = Optional.of(value);
          case "content-transfer-encoding" -> encoding = Optional.of(value);
          default -> {}
        }
      }
      return new PartHead(type, id, encoding);
    }

    boolean isPlain() {
      return encoding
          .map(text -> text.toLowerCase(Locale.ROOT))
          .map(text -> text.equals("binary") || text.equals("8bit") || text.equals("7bit"))
          .orElse(true);
    }
  }

  /** Where the next delimiter stands at the beginning of a line; -1 if there is none. */
  private static int nextLine(byte[] bytes, int from, byte[] delimiter) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n' && startsWith(bytes, i + 1, delimiter)) {
        return i + 1;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] delimiter) {
    int end = at + delimiter.length;
    return end <= bytes.length && Arrays.equals(bytes, at, end, delimiter, 0, delimiter.length);
  }

  private static int afterLine(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, bytes.length);
  }

  /** Where the body of a part begins, after its empty line; -1 if its head does not end in time. */
  private static int endOfHead(byte[] bytes, int from) {
    int line = from;
    while (line < bytes.length && line - from <= MAX_HEAD_BYTES) {
      int next = afterLine(bytes, line);
      boolean empty = bytes[line] == '\n' || (bytes[line] == '\r' && next == line + 2);
      if (empty) {
        return next;
      }
      line = next;
    }
    return -1;
  }
}
