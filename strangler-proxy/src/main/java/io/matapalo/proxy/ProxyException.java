package io.matapalo.proxy;

/** The proxy cannot be started; the message says what, with which value, and what to do. */
public final class ProxyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProxyException(String message, Throwable cause) {
    super(message, cause);
  }
}
