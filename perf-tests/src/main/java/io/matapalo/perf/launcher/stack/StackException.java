package io.matapalo.perf.launcher.stack;

import java.io.Serial;

/** A stack that cannot be started, or a file that does not describe one; says what to look at. */
public final class StackException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public StackException(String message) {
    super(message);
  }

  public StackException(String message, Throwable cause) {
    super(message, cause);
  }
}
