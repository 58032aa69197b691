package io.matapalo.router.retry;

/** How far a connection was when something failed. */
public enum Phase {
  /** Getting a connection, or preparing its session: no statement of the application was sent. */
  CONNECT,
  /** A statement inside a transaction that has not been asked to commit. */
  IN_TRANSACTION,
  /** A statement of its own under autocommit, which may write. */
  AUTOCOMMIT_WRITE,
  /** A statement of its own under autocommit in a transaction declared read-only. */
  AUTOCOMMIT_READ,
  /** COMMIT was sent, its answer has not been read. */
  COMMIT,
  /** ROLLBACK was sent. */
  ROLLBACK
}
