package io.matapalo.fastpath.invalidation;

import org.jspecify.annotations.Nullable;

/** The log, or a rule for it, cannot be used; the message says what, and what to do. */
public final class UnusableLog extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnusableLog(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
