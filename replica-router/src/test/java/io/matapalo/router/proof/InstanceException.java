package io.matapalo.router.proof;

import java.io.Serial;

/** An instance is gone, silent, or has failed. */
final class InstanceException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  InstanceException(String message) {
    super(message);
  }

  InstanceException(String message, Throwable cause) {
    super(message, cause);
  }
}
