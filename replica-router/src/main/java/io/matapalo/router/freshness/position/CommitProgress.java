package io.matapalo.router.freshness.position;

import io.matapalo.router.consistency.MariaDbGtids;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The commits of a MariaDB server: what it has logged, and whether reads show that. {@code SHOW
 * MASTER STATUS} has the end of the binary log. {@code binlog_snapshot_position} has the place up
 * to which the engine has committed, because it moves under the lock of the ordered commit.
 * Thread-safe.
 */
final class CommitProgress {

  private static final int ACCESS_DENIED = 1227;

  /** For accounts that may not ask for the log's end. Slower: the server reads the log's file. */
  private static final String READING_THE_LOG =
      "SELECT @@gtid_slave_pos, BINLOG_GTID_POS(s.f, s.p) FROM (SELECT"
          + " MAX(IF(VARIABLE_NAME='BINLOG_SNAPSHOT_FILE',VARIABLE_VALUE,NULL)) AS f,"
          + " MAX(IF(VARIABLE_NAME='BINLOG_SNAPSHOT_POSITION',VARIABLE_VALUE,NULL)) AS p"
          + " FROM information_schema.GLOBAL_STATUS"
          + " WHERE VARIABLE_NAME IN ('BINLOG_SNAPSHOT_FILE','BINLOG_SNAPSHOT_POSITION')) AS s";

  private final LongSupplier nanoTime;
  private volatile boolean mayNotAskForTheEnd;

  CommitProgress(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** All that is logged; reads may not show it yet. */
  static MariaDbGtids logged(Connection connection) throws SQLException {
    return both(connection, "SELECT @@gtid_binlog_pos, @@gtid_slave_pos");
  }

  private static MariaDbGtids both(Connection connection, String sql) throws SQLException {
    List<String> row = PositionQuery.row(connection, sql);
    return MariaDbGtids.parse(row.get(0)).union(MariaDbGtids.parse(row.get(1)));
  }

  /** Waits until reads show all that was {@link #logged}; false if the wait was too short. */
  boolean awaitReadable(Connection connection, MariaDbGtids logged, long millis)
      throws SQLException {
    long end = nanoTime.getAsLong() + millis * 1_000_000;
    Optional<BinlogCoordinates> logEnd = end(connection);
    while (!shows(connection, logEnd, logged)) {
      if (nanoTime.getAsLong() - end >= 0) {
        return false;
      }
      PositionQuery.row(connection, "SELECT SLEEP(0.001)");
    }
    return true;
  }

  private static boolean shows(
      Connection connection, Optional<BinlogCoordinates> logEnd, MariaDbGtids logged)
      throws SQLException {
    if (logEnd.isEmpty()) {
      return both(connection, READING_THE_LOG).contains(logged);
    }
    List<List<String>> rows =
        PositionQuery.rows(connection, "SHOW GLOBAL STATUS LIKE 'binlog_snapshot_%'");
    BinlogCoordinates committed =
        BinlogCoordinates.of(List.of(rows.get(0).get(1), rows.get(1).get(1)));
    return committed.compareTo(logEnd.get()) >= 0;
  }

  /** The end of the log; empty if the account may not ask for it, or there is no log. */
  private Optional<BinlogCoordinates> end(Connection connection) throws SQLException {
    if (mayNotAskForTheEnd) {
      return Optional.empty();
    }
    try {
      return PositionQuery.rows(connection, "SHOW MASTER STATUS").stream()
          .findFirst()
          .map(BinlogCoordinates::of);
    } catch (SQLException e) {
      if (e.getErrorCode() != ACCESS_DENIED) {
        throw e;
      }
      mayNotAskForTheEnd = true;
      return Optional.empty();
    }
  }
}
