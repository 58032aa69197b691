package io.matapalo.fastpath.session;

import java.time.Duration;
import java.time.Instant;

/**
 * A session as its row has it. Immutable.
 *
 * @param expiresAt from when on it is none; a use moves it
 */
public record StoredSession(
    long id, Owner owner, Instant createdAt, Instant lastUsedAt, Instant expiresAt) {

  /** Whose session it is. */
  public record Owner(long id, String name) {}

  boolean isOpenAt(Instant now) {
    return expiresAt.isAfter(now);
  }

  /** How much earlier it ends by its row than a use now promises. */
  Duration shortfall(Instant now, Duration life) {
    return Duration.between(expiresAt, now.plus(life));
  }

  /** As its row is once a use now is written: nothing ever goes back, whichever server's clock. */
  StoredSession usedAt(Instant now, Duration life) {
    return new StoredSession(
        id, owner, createdAt, later(lastUsedAt, now), later(expiresAt, now.plus(life)));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
