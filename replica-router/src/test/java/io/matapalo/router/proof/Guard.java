package io.matapalo.router.proof;

/** How a transaction that reads a row and writes it keeps others out. */
enum Guard {
  /** Not at all: it reads, and the server puts the element at the end of what is there. */
  NONE,
  /** It reads with {@code FOR UPDATE}. */
  LOCKING_READ,
  /** It writes only if the version that it has read is still there. */
  VERSION_COLUMN,
  /**
   * The server refuses to write a row that has changed since the transaction's snapshot: {@code
   * innodb_snapshot_isolation}, on by default since MariaDB 11.6. For REPEATABLE READ only.
   */
  SNAPSHOT_ISOLATION
}
