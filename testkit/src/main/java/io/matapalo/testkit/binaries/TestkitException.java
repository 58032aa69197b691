package io.matapalo.testkit.binaries;

/**
 * The one failure of this module: its message says what went wrong, with which value, and what to
 * do.
 */
public final class TestkitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TestkitException(String message) {
    super(message);
  }

  public TestkitException(String message, Throwable cause) {
    super(message, cause);
  }
}
