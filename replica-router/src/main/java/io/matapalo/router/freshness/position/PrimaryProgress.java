package io.matapalo.router.freshness.position;

import io.matapalo.router.consistency.MariaDbGtids;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How far a MariaDB primary is: what it has written to its binary log, and whether that can be
 * read. {@code SHOW MASTER STATUS} tells where the log ends, {@code binlog_snapshot_position},
 * which moves under the lock of the ordered commit, up to where the engine has committed.
 * Thread-safe.
 */
final class PrimaryProgress {

  private static final int ACCESS_DENIED = 1227;

  /** For who may not see the log's end; the server reads the log's file up to there. */
  private static final String READING_THE_LOG =
      "SELECT @@gtid_slave_pos, BINLOG_GTID_POS(s.f, s.p) FROM (SELECT"
          + " MAX(IF(VARIABLE_NAME='BINLOG_SNAPSHOT_FILE',VARIABLE_VALUE,NULL)) AS f,"
          + " MAX(IF(VARIABLE_NAME='BINLOG_SNAPSHOT_POSITION',VARIABLE_VALUE,NULL)) AS p"
          + " FROM information_schema.GLOBAL_STATUS"
          + " WHERE VARIABLE_NAME IN ('BINLOG_SNAPSHOT_FILE','BINLOG_SNAPSHOT_POSITION')) AS s";

  private final LongSupplier nanoTime;
  private volatile boolean mayNotSeeTheEnd;

  PrimaryProgress(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** All that is written by now; it may not be readable yet. */
  static MariaDbGtids written(Connection connection) throws SQLException {
    List<String> row = Ask.row(connection, "SELECT @@gtid_binlog_pos, @@gtid_slave_pos");
    return MariaDbGtids.parse(row.get(0)).union(MariaDbGtids.parse(row.get(1)));
  }

  /** Waits until what was {@link #written} can be read; false if not within the wait. */
  boolean awaitReadable(Connection connection, MariaDbGtids written, long millis)
      throws SQLException {
    long end = nanoTime.getAsLong() + millis * 1_000_000;
    Optional<LogPlace> logEnd = end(connection);
    return logEnd.isPresent()
        ? awaitCommitted(connection, logEnd.get(), end)
        : awaitByReading(connection, written, end);
  }

  /** Where the log ends; empty if that may not be seen, or there is no log. */
  private Optional<LogPlace> end(Connection connection) throws SQLException {
    if (mayNotSeeTheEnd) {
      return Optional.empty();
    }
    try {
      return Ask.rows(connection, "SHOW MASTER STATUS").stream().findFirst().map(LogPlace::of);
    } catch (SQLException e) {
      if (e.getErrorCode() != ACCESS_DENIED) {
        throw e;
      }
      mayNotSeeTheEnd = true;
      return Optional.empty();
    }
  }

  private boolean awaitCommitted(Connection connection, LogPlace place, long end)
      throws SQLException {
    while (true) {
      List<List<String>> rows = Ask.rows(connection, "SHOW GLOBAL STATUS LIKE 'binlog_snapshot_%'");
      LogPlace committed = LogPlace.of(List.of(rows.get(0).get(1), rows.get(1).get(1)));
      if (committed.compareTo(place) >= 0) {
        return true;
      }
      if (nanoTime.getAsLong() - end >= 0) {
        return false;
      }
      Ask.row(connection, "SELECT SLEEP(0.001)");
    }
  }

  private boolean awaitByReading(Connection connection, MariaDbGtids written, long end)
      throws SQLException {
    while (true) {
      List<String> row = Ask.row(connection, READING_THE_LOG);
      if (MariaDbGtids.parse(row.get(0)).union(MariaDbGtids.parse(row.get(1))).contains(written)) {
        return true;
      }
      if (nanoTime.getAsLong() - end >= 0) {
        return false;
      }
      Ask.row(connection, "SELECT SLEEP(0.001)");
    }
  }
}
