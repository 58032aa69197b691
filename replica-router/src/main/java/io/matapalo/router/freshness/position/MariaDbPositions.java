package io.matapalo.router.freshness.position;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.MariaDbGtids;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Positions of MariaDB alone or with asynchronous replication. A transaction is in {@code
 * gtid_binlog_pos} a moment before reads show it, and in {@code gtid_slave_pos} only afterwards. So
 * the first is an upper bound and the second a lower one. Thread-safe. MariaDB documentation,
 * "Global Transaction ID".
 */
final class MariaDbPositions implements Positions {

  private final boolean logsReplicated;
  private final CommitProgress progress;

  /**
   * @param logsReplicated whether the server logs the transactions that it replicates
   */
  MariaDbPositions(boolean logsReplicated, LongSupplier nanoTime) {
    this.logsReplicated = logsReplicated;
    this.progress = new CommitProgress(nanoTime);
  }

  @Override
  public Dialect dialect() {
    return Dialect.MARIADB;
  }

  @Override
  public boolean writeCoversReads() {
    return true;
  }

  @Override
  public boolean prefersBarrier(boolean primary) {
    return hasBarrier(primary);
  }

  @Override
  public boolean hasBarrier(boolean primary) {
    return primary;
  }

  @Override
  public Reach await(Connection connection, GtidSet position, Wait wait) throws SQLException {
    if (wait.primary()) {
      return awaitAtPrimary(connection, position, wait);
    }
    String sql = "SELECT MASTER_GTID_WAIT('" + position.text() + "', " + wait.seconds() + ")";
    return PositionQuery.row(connection, sql).get(0).equals("0") ? Reach.REACHED : Reach.NOT_YET;
  }

  private Reach awaitAtPrimary(Connection connection, GtidSet position, Wait wait)
      throws SQLException {
    MariaDbGtids logged = CommitProgress.logged(connection);
    if (!logged.contains(position)) {
      return Reach.NEVER;
    }
    return progress.awaitReadable(connection, logged, wait.millis())
        ? Reach.REACHED
        : Reach.NOT_YET;
  }

  @Override
  public Optional<GtidSet> bound(Connection connection) throws SQLException {
    if (logsReplicated) {
      return Optional.of(CommitProgress.logged(connection));
    }
    return Optional.of(boundByTable(connection));
  }

  /** By the table {@code gtid_slave_pos}, which each replicated transaction changes itself. */
  private static GtidSet boundByTable(Connection connection) throws SQLException {
    GtidSet bound = MariaDbGtids.NONE;
    String sql =
        "SELECT CONCAT_WS('-', domain_id, server_id, seq_no) FROM mysql.gtid_slave_pos"
            + " UNION SELECT @@gtid_binlog_pos UNION SELECT @@gtid_slave_pos";
    for (List<String> row : PositionQuery.rows(connection, sql)) {
      bound = bound.union(MariaDbGtids.parse(row.get(0)));
    }
    return bound;
  }

  /** All that the primary has logged, because it logs a transaction before a replica shows it. */
  @Override
  public Optional<GtidSet> barrier(Connection connection, Wait wait) throws SQLException {
    MariaDbGtids logged = CommitProgress.logged(connection);
    return progress.awaitReadable(connection, logged, wait.millis())
        ? Optional.of(logged)
        : Optional.empty();
  }

  /** All that is logged, once reads show it. Holds on a replica too: it commits in that order. */
  @Override
  public Optional<GtidSet> readable(Connection connection, Wait wait) throws SQLException {
    return barrier(connection, wait);
  }
}
