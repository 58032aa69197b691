package io.matapalo.proxy.upstream;

/**
 * Whether a connection of an instance has to be tested before its reuse. The selector tells of what
 * comes on an idle connection. So a test, which is a system call, is made only where more is to be
 * feared: at the first reuse of each connection, after a pause, and while the instance is suspect.
 * An instance is suspect for a minute after it has ended a connection, or spoken on it, right after
 * an answer. Thread-safe.
 */
final class Suspicion {

  private static final long WARM_MILLIS = 100;
  private static final long SUSPECT_MILLIS = 60_000;

  private volatile long suspectUntilMillis = Long.MIN_VALUE;

  /** Whether a connection that nobody uses is fit for another request. */
  boolean clears(UpstreamConnection candidate, long nowMillis) {
    if (nowMillis >= suspectUntilMillis && candidate.isWarm(nowMillis, WARM_MILLIS)) {
      return true;
    }
    boolean quiet = candidate.isQuiet();
    if (!quiet) {
      wasUnfit(candidate, nowMillis);
    }
    return quiet;
  }

  /** A connection was ended by the other end, or spoken on. */
  void wasUnfit(UpstreamConnection connection, long nowMillis) {
    if (connection.isIdleAtMost(nowMillis, WARM_MILLIS)) {
      suspectUntilMillis = nowMillis + SUSPECT_MILLIS;
    }
  }
}
