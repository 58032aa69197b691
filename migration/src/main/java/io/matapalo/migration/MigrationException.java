package io.matapalo.migration;

/**
 * A migration could not be run or was refused; the message says what, with which value, and what to
 * do.
 */
public final class MigrationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MigrationException(String message) {
    super(message);
  }

  MigrationException(String message, Throwable cause) {
    super(message, cause);
  }
}
