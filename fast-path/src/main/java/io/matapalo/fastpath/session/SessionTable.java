package io.matapalo.fastpath.session;

import io.matapalo.fastpath.pacing.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Sessions in the database. Each change is one transaction that locks rows in the order of their
 * ids. No change moves a time back or opens a session that has expired. Blocks. Thread-safe.
 */
public interface SessionTable {

  /** The session whose token has this digest, expired or not. */
  Optional<StoredSession> find(String digest) throws SQLException;

  /**
   * Writes what a use prolongs.
   *
   * @param used the session as it is after the use
   * @return false when there is none any more that was open at {@code now}
   */
  boolean prolong(StoredSession used, Instant now, Deadline deadline) throws SQLException;

  /**
   * The same for several sessions by one statement; those that are none any more are passed over.
   *
   * @param uses of one session one, in the order of their ids
   * @param life how long a session lives from its last use
   */
  void prolongAll(List<LastUse> uses, Duration life, Instant now, Deadline deadline)
      throws SQLException;

  /** Ends a session; whether there was one. */
  boolean delete(long id, Deadline deadline) throws SQLException;

  /** Deletes sessions that expired before {@code bound}, the first ones; how many there were. */
  int deleteExpired(Instant bound, int most, Deadline deadline) throws SQLException;
}
