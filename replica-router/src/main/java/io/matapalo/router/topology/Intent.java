package io.matapalo.router.topology;

/** What a transaction declares that it will do, before its first statement. */
public enum Intent {
  /** Reads only: {@code setReadOnly(true)}, or its operation is configured as read-only. */
  READ,
  /** May write; also whatever declares nothing. */
  WRITE
}
