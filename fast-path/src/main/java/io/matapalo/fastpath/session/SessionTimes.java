package io.matapalo.fastpath.session;

import java.time.Duration;

/**
 * How long sessions live, and by how much their rows may lag. Immutable.
 *
 * @param life from the last use; the same on all servers that share the table; default 30 min
 * @param lag how much earlier than promised a row may let its session end: a use that would leave
 *     more is written at once; at most half of {@code life}; default 1 min
 * @param flushEvery how often the other uses are written; default 10 s
 * @param keepExpired how long the row of an expired session is kept, to tell its client that it
 *     expired; default 24 h
 */
public record SessionTimes(Duration life, Duration lag, Duration flushEvery, Duration keepExpired) {

  /** The defaults. */
  public static final SessionTimes DEFAULT =
      new SessionTimes(
          Duration.ofMinutes(30),
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Duration.ofHours(24));

  public SessionTimes {
    positive("session-life", life);
    positive("session-lag", lag);
    positive("session-flush-every", flushEvery);
    positive("session-keep-expired", keepExpired);
    if (lag.multipliedBy(2).compareTo(life) > 0) {
      throw new IllegalArgumentException(
          "session-lag must be at most half of session-life " + life + ", was " + lag);
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(key + " must be longer than 0, was " + value);
    }
  }
}
