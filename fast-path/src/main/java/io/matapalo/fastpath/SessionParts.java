package io.matapalo.fastpath;

import io.matapalo.fastpath.operation.HeaderCheck;
import io.matapalo.fastpath.operation.Operation;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.Database;
import io.matapalo.fastpath.session.ExpiredSessions;
import io.matapalo.fastpath.session.LastUseWriter;
import io.matapalo.fastpath.session.LastUses;
import io.matapalo.fastpath.session.OpenSessions;
import io.matapalo.fastpath.session.SessionTimes;
import io.matapalo.fastpath.sessions.AccountRows;
import io.matapalo.fastpath.sessions.Login;
import io.matapalo.fastpath.sessions.PasswordChecks;
import io.matapalo.fastpath.sessions.SessionHeader;
import io.matapalo.fastpath.sessions.SessionRows;
import io.matapalo.fastpath.sessions.SessionVisits;
import io.matapalo.fastpath.sessions.SessionsOperations;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.StatementLabels;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** The sessions of one {@link FastPathServer}, put together. Thread-safe. */
final class SessionParts {

  /** Sessions used within one flush; 100,000 uses take some 10 MB. */
  private static final int MOST_PENDING = 100_000;

  private final SessionTimes times;
  private final SessionRows rows;
  private final InstantSource clock;
  private final OpenSessions open;
  private final LastUseWriter writer;
  private final ExpiredSessions expiry;

  SessionParts(
      SessionTimes times,
      SessionRows rows,
      InstantSource clock,
      Counters counters,
      Supplier<Deadline> batches) {
    this.times = times;
    this.rows = rows;
    this.clock = clock;
    LastUses uses = new LastUses(MOST_PENDING);
    this.open = new OpenSessions(rows, uses, times, clock, counters);
    this.writer = new LastUseWriter(uses, rows, times, clock, batches);
    this.expiry = new ExpiredSessions(rows, times, clock, batches);
  }

  /** The token that requests to all services may carry. */
  HeaderCheck header(StatementLabels labels) {
    return new SessionHeader(open, labels);
  }

  /** The operations of the service Sessions. */
  List<Operation<?, ?>> operations(Database database) {
    PasswordChecks passwords =
        new PasswordChecks(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    Login login =
        new Login(
            new AccountRows(database), passwords, rows, times.life(), clock, new SecureRandom());
    return SessionsOperations.of(login, new SessionVisits(open, clock));
  }

  /** Writes what was put off; to be called again and again, and at the end. */
  void flush() {
    writer.flush();
  }

  /** Deletes what expired; to be called again and again. */
  void expire() {
    expiry.remove();
  }
}
