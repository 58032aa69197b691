package io.matapalo.router;

import org.jspecify.annotations.Nullable;

/** The router cannot start; the message says why and what to do. */
public final class RouterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RouterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
