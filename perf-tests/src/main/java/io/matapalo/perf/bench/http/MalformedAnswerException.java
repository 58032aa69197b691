package io.matapalo.perf.bench.http;

import java.io.IOException;
import java.io.Serial;

/** The server sent something that is not an HTTP/1.1 answer, or one beyond the reader's limits. */
final class MalformedAnswerException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  MalformedAnswerException(String message) {
    super(message);
  }
}
