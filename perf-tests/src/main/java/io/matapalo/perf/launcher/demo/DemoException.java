package io.matapalo.perf.launcher.demo;

import java.io.Serial;

/** A comparison that cannot be carried out; says what failed and what to look at. */
public final class DemoException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public DemoException(String message) {
    super(message);
  }

  public DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
