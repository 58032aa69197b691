package io.matapalo.perf.bench.http;

/** Why no whole answer came. */
public enum FailureKind {
  /** No connection could be opened before the deadline. */
  CONNECT,
  /** The deadline passed while the answer was awaited. */
  TIMEOUT,
  /** The connection ended before the answer was whole. */
  RESET,
  /** What came is not HTTP/1.1, or is beyond the limits. */
  MALFORMED
}
