package io.matapalo.perf.bench.closedloop;

import java.io.Serial;

/** A server that did not answer as it should; says which request, from where and to whom. */
public final class ClosedLoopException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  ClosedLoopException(String message, Throwable cause) {
    super(message, cause);
  }
}
