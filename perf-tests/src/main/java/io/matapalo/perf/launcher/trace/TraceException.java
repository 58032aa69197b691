package io.matapalo.perf.launcher.trace;

import java.io.Serial;

/** A recorder that cannot be read or shown; says which, why and what to do. */
public final class TraceException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public TraceException(String message) {
    super(message);
  }

  TraceException(String message, Throwable cause) {
    super(message, cause);
  }
}
