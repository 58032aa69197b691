package io.matapalo.router.freshness;

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
 * above, the other from below. On a primary the position that can be read is that of {@code
 * binlog_snapshot_*}, which moves under the lock of the ordered commit. Stateless.
 */
final class MariaDbPositions implements Positions {

  private static final String PRIMARY =
      "SELECT @@gtid_binlog_pos, @@gtid_slave_pos, BINLOG_GTID_POS(s.f, s.p) FROM (SELECT"
          + " MAX(IF(VARIABLE_NAME='BINLOG_SNAPSHOT_FILE',VARIABLE_VALUE,NULL)) AS f,"
          + " MAX(IF(VARIABLE_NAME='BINLOG_SNAPSHOT_POSITION',VARIABLE_VALUE,NULL)) AS p"
          + " FROM information_schema.GLOBAL_STATUS"
          + " WHERE VARIABLE_NAME IN ('BINLOG_SNAPSHOT_FILE','BINLOG_SNAPSHOT_POSITION')) AS s";

  private final boolean logsReplicated;
  private final LongSupplier nanoTime;

  /**
   * @param logsReplicated does it write what it replicates to its own binary log?
   */
  MariaDbPositions(boolean logsReplicated, LongSupplier nanoTime) {
    this.logsReplicated = logsReplicated;
    this.nanoTime = nanoTime;
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
    long end = nanoTime.getAsLong() + wait.millis() * 1_000_000;
    String sql = PRIMARY;
    while (true) {
      AtPrimary now = AtPrimary.of(Ask.row(connection, sql));
      if (!now.written().contains(position)) {
        return Reach.NEVER;
      }
      if (now.visible().contains(position)) {
        return Reach.REACHED;
      }
      if (nanoTime.getAsLong() >= end) {
        return Reach.NOT_YET;
      }
      sql = afterAMoment();
    }
  }

  @Override
  public Optional<GtidSet> bound(Connection connection) throws SQLException {
    if (logsReplicated) {
      List<String> row = Ask.row(connection, "SELECT @@gtid_binlog_pos, @@gtid_slave_pos");
      return Optional.of(union(row.get(0), row.get(1)));
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
    long end = nanoTime.getAsLong() + wait.millis() * 1_000_000;
    AtPrimary now = AtPrimary.of(Ask.row(connection, PRIMARY));
    GtidSet written = now.written();
    while (!now.visible().contains(written)) {
      if (nanoTime.getAsLong() >= end) {
        return Optional.empty();
      }
      now = AtPrimary.of(Ask.row(connection, afterAMoment()));
    }
    return Optional.of(new Seen(written));
  }

  /** The server sleeps, so that asking again is not a busy loop. */
  private static String afterAMoment() {
    return PRIMARY + " WHERE SLEEP(0.001) = 0";
  }

  static MariaDbGtids union(String first, String second) {
    return MariaDbGtids.parse(first).union(MariaDbGtids.parse(second));
  }

  /** A primary's position: written to the binary log, and of that, what can be read. */
  private record AtPrimary(GtidSet written, GtidSet visible) {

    static AtPrimary of(List<String> row) {
      return new AtPrimary(union(row.get(0), row.get(1)), union(row.get(1), row.get(2)));
    }
  }
}
