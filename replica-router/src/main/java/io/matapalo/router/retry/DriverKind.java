package io.matapalo.router.retry;

/** Whose exception it is: one fault comes in different words from different drivers. */
public enum DriverKind {
  CONNECTOR_J,
  MARIADB_CONNECTOR_J,
  OTHER
}
