package io.matapalo.recorder;

/** What the end of a scope means. Immutable. */
record Ending(Kind kind, String requestId) {

  enum Kind {
    /** A request of its own: it is counted. */
    REQUEST,
    /** A hop of a request that this JVM does not see. */
    INNER,
    /** A hop of a request that goes on. */
    JOINED,
    /** A block of code under examination. */
    TRACED
  }
}
