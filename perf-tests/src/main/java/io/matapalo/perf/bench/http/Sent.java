package io.matapalo.perf.bench.http;

/** What became of a request. Times are readings of the transport's clock. */
public sealed interface Sent {
  /**
   * When the request's first byte was about to be written; for a failed connect, when it failed.
   */
  long sentNanos();

  /** When the outcome was known. */
  long doneNanos();

  /** A whole answer came, whatever its status. */
  record Answered(HttpResponse response, long sentNanos, long doneNanos) implements Sent {}

  /** No whole answer came. */
  record Failed(FailureKind kind, String reason, long sentNanos, long doneNanos) implements Sent {}
}
