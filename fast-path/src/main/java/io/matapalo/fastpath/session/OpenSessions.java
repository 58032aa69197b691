package io.matapalo.fastpath.session;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Finds, uses and ends sessions. Blocks. Thread-safe.
 *
 * <p>After each use the row lets the session live at most {@link SessionTimes#lag} less than was
 * promised, whether or not a later write succeeds, and whatever ends the process: a use that leaves
 * a larger shortfall is written at once, and only the others are written behind.
 */
public final class OpenSessions {

  private static final SessionStatus UNKNOWN = new SessionStatus.Unknown();
  private static final SessionStatus EXPIRED = new SessionStatus.Expired();

  private final SessionTable table;
  private final LastUses later;
  private final SessionTimes times;
  private final InstantSource clock;
  private final Counters counters;

  public OpenSessions(
      SessionTable table,
      LastUses later,
      SessionTimes times,
      InstantSource clock,
      Counters counters) {
    this.table = table;
    this.later = later;
    this.times = times;
    this.clock = clock;
    this.counters = counters;
  }

  /** Uses a session in passing: one read, and mostly no write. */
  public SessionStatus use(SessionToken token, Deadline deadline) throws SQLException {
    Instant now = now();
    SessionStatus status = look(token, now);
    if (!(status instanceof SessionStatus.Open(StoredSession session))) {
      return status;
    }
    boolean lags = session.shortfall(now, times.life()).compareTo(times.lag()) > 0;
    if (!lags && later.note(new LastUse(session.id(), now))) {
      counters.count(EventCounter.SESSION_USE_DEFERRED);
      return status;
    }
    counters.count(EventCounter.SESSION_USE_WRITTEN);
    return prolong(session, now, deadline);
  }

  /** Uses a session and tells how long it lives now: one read, one write. */
  public SessionStatus keepAlive(SessionToken token, Deadline deadline) throws SQLException {
    Instant now = now();
    SessionStatus status = look(token, now);
    return status instanceof SessionStatus.Open(StoredSession session)
        ? prolong(session, now, deadline)
        : status;
  }

  /** Ends a session; what it was. */
  public SessionStatus end(SessionToken token, Deadline deadline) throws SQLException {
    SessionStatus status = look(token, now());
    if (!(status instanceof SessionStatus.Open(StoredSession session))) {
      return status;
    }
    return table.delete(session.id(), deadline) ? status : UNKNOWN;
  }

  private SessionStatus look(SessionToken token, Instant now) throws SQLException {
    Optional<StoredSession> found = table.find(token.digest());
    if (found.isEmpty()) {
      return UNKNOWN;
    }
    return found.get().isOpenAt(now) ? new SessionStatus.Open(found.get()) : EXPIRED;
  }

  private SessionStatus prolong(StoredSession session, Instant now, Deadline deadline)
      throws SQLException {
    StoredSession used = session.usedAt(now, times.life());
    return table.prolong(used, now, deadline) ? new SessionStatus.Open(used) : UNKNOWN;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
