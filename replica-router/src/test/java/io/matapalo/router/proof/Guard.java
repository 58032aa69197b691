package io.matapalo.router.proof;

/** How a transaction that reads a row and writes it keeps others out. */
enum Guard {
  /** Not at all: it reads, and the server puts the element at the end of what is there. */
  NONE,
  /** It reads with {@code FOR UPDATE}. */
  LOCKING_READ,
  /** It writes only if the version that it has read is still there. */
  VERSION_COLUMN
}
