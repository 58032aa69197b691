package io.matapalo.fastpath.session;

import io.matapalo.fastpath.pacing.Deadline;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the rows of sessions that expired a while ago: the one expiry of all sessions, whoever
 * opened them. {@link #remove} is called by one background thread at a fixed rate; several servers
 * may do so at once. Blocks.
 */
public final class ExpiredSessions {

  private static final Logger LOG = LoggerFactory.getLogger(ExpiredSessions.class);
  private static final int AT_ONCE = 500;
  private static final int MOST_BATCHES = 100;

  private final SessionTable table;
  private final SessionTimes times;
  private final InstantSource clock;
  private final Supplier<Deadline> batches;

  /**
   * An expiry.
   *
   * @param batches the deadline of one batch that starts when asked
   */
  public ExpiredSessions(
      SessionTable table, SessionTimes times, InstantSource clock, Supplier<Deadline> batches) {
    this.table = table;
    this.times = times;
    this.clock = clock;
    this.batches = batches;
  }

  /** Deletes those that are due, {@value #AT_ONCE} at a time and a bounded number in all. */
  public void remove() {
    Instant bound = clock.instant().minus(times.keepExpired());
    int removed = 0;
    try {
      int last = AT_ONCE;
      for (int i = 0; i < MOST_BATCHES && last == AT_ONCE; i++) {
        last = table.deleteExpired(bound, AT_ONCE, batches.get());
        removed += last;
      }
    } catch (SQLException e) {
      LOG.warn("expired sessions are left for the next time reason={}", e.getMessage());
    }
    if (removed > 0) {
      LOG.info("deleted expired sessions rows={}", removed);
    }
  }
}
