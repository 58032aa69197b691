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
 * MariaDB alone or with asynchronous replication. A transaction is in {@code gtid_binlog_pos} some
 * moments before it can be read, and in {@code gtid_slave_pos} only after: the one bounds from
 * above, the other from below. Thread-safe.
 */
final class MariaDbPositions implements Positions {

  private final boolean logsReplicated;
  private final PrimaryProgress progress;

  /**
   * @param logsReplicated does it write what it replicates to its own binary log?
   */
  MariaDbPositions(boolean logsReplicated, LongSupplier nanoTime) {
    this.logsReplicated = logsReplicated;
    this.progress = new PrimaryProgress(nanoTime);
  }

  @Override
  public Dialect dialect() {
    return Dialect.MARIADB;
  }

  @Override
  public GtidSet shared(GtidSet position) {
    return position;
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
    return Ask.row(connection, sql).get(0).equals("0") ? Reach.REACHED : Reach.NOT_YET;
  }

  private Reach awaitAtPrimary(Connection connection, GtidSet position, Wait wait)
      throws SQLException {
    MariaDbGtids written = PrimaryProgress.written(connection);
    if (!written.contains(position)) {
      return Reach.NEVER;
    }
    return progress.awaitReadable(connection, written, wait.millis())
        ? Reach.REACHED
        : Reach.NOT_YET;
  }

  @Override
  public Optional<GtidSet> bound(Connection connection) throws SQLException {
    if (logsReplicated) {
      return Optional.of(PrimaryProgress.written(connection));
    }
    return Optional.of(boundByTable(connection));
  }

  /** The table is changed by the replicated transactions themselves. */
  private static GtidSet boundByTable(Connection connection) throws SQLException {
    GtidSet bound = MariaDbGtids.NONE;
    String sql =
        "SELECT CONCAT_WS('-', domain_id, server_id, seq_no) FROM mysql.gtid_slave_pos"
            + " UNION SELECT @@gtid_binlog_pos UNION SELECT @@gtid_slave_pos";
    for (List<String> row : Ask.rows(connection, sql)) {
      bound = bound.union(MariaDbGtids.parse(row.get(0)));
    }
    return bound;
  }

  /** What a replica has shown, its primary has written before: all that is written must be seen. */
  @Override
  public Optional<Seen> barrier(Connection connection, Wait wait) throws SQLException {
    MariaDbGtids written = PrimaryProgress.written(connection);
    return progress.awaitReadable(connection, written, wait.millis())
        ? Optional.of(new Seen(written))
        : Optional.empty();
  }

  /** What is written, once it can be read; also at a replica, which commits in the same order. */
  @Override
  public Optional<GtidSet> readable(Connection connection, Wait wait) throws SQLException {
    return barrier(connection, wait).map(Seen::position);
  }
}
