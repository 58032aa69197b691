package io.matapalo.perf.bench.workload;

import java.io.Serial;

/** A workload file that cannot be used; the message says what, where, and what is allowed. */
public final class WorkloadException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  WorkloadException(String message) {
    super(message);
  }

  WorkloadException(String message, Throwable cause) {
    super(message, cause);
  }
}
