package io.matapalo.fastpath.sessions;

import io.matapalo.fastpath.operation.RequestChecks;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.session.OpenSessions;
import io.matapalo.fastpath.session.SessionToken;
import io.matapalo.fastpath.session.StoredSession;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The operations {@code keepAlive} and {@code logout}, one select and one write each. Blocks.
 * Thread-safe.
 */
public final class SessionVisits {

  private final OpenSessions sessions;
  private final InstantSource clock;

  public SessionVisits(OpenSessions sessions, InstantSource clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  StoredSession keepAlive(String token, Deadline deadline) throws SQLException {
    return SessionRefusal.requireOpen(sessions.keepAlive(given(token), deadline));
  }

  /** How long the session lasted. */
  Duration logout(String token, Deadline deadline) throws SQLException {
    StoredSession ended = SessionRefusal.requireOpen(sessions.end(given(token), deadline));
    return Duration.between(ended.createdAt(), clock.instant());
  }

  private static SessionToken given(String token) {
    return SessionToken.of(RequestChecks.notBlank("token", token).strip());
  }
}
