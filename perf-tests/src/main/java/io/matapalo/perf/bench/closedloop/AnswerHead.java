package io.matapalo.perf.bench.closedloop;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * What the head of an answer says. Immutable.
 *
 * @param instance of field {@code X-Instance}, by which a back end tells its name
 */
record AnswerHead(int contentLength, Optional<String> instance) {
  private static final String SUCCESS = "HTTP/1.1 200 ";
  private static final int MOST = 1 << 30;

  /** Of status line and fields; throws for another status than 200, and without a length. */
  static AnswerHead of(String head) throws IOException {
    if (!head.startsWith(SUCCESS)) {
      throw new IOException(
          "the answer should be 200, was: " + head.lines().findFirst().orElse(""));
    }
    int length = -1;
    Optional<String> instance = Optional.empty();
    for (String line : head.substring(SUCCESS.length()).split("\r\n", -1)) {
      int colon = line.indexOf(':');
      switch (colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = length(line.substring(colon + 1).strip());
        case "x-instance" -> instance = Optional.of(line.substring(colon + 1).strip());
        default -> {}
      }
    }
    if (length < 0) {
      throw new IOException("the answer should have a Content-Length, had: " + head.strip());
    }
    return new AnswerHead(length, instance);
  }

  private static int length(String text) throws IOException {
    if (!text.matches("\\d{1,10}") || Long.parseLong(text) > MOST) {
      throw new IOException("Content-Length should be 0 to %d, was %s".formatted(MOST, text));
    }
    return Integer.parseInt(text);
  }
}
