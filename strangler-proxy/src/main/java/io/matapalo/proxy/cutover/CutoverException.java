package io.matapalo.proxy.cutover;

/**
 * A cut-over table that cannot be used; the message says what, which value, and what is allowed.
 */
public final class CutoverException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CutoverException(String message) {
    super(message);
  }

  public CutoverException(String message, Throwable cause) {
    super(message, cause);
  }
}
