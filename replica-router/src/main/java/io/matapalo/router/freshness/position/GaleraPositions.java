package io.matapalo.router.freshness.position;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.MariaDbGtids;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * MariaDB with Galera. With {@code wsrep_gtid_mode=ON} all nodes number the group's transactions
 * alike, in one domain; with it off they do not, and only a causal wait helps. Stateless.
 */
final class GaleraPositions implements Positions {

  /** Of a wait that ended without success; Connector/J and MariaDB's driver agree on this one. */
  private static final int LOCK_WAIT_TIMEOUT = 1205;

  private final boolean commonSequence;
  private final long domain;
  private final boolean logsReplicated;
  private final LongSupplier nanoTime;

  /**
   * @param domain of the common sequence; none where nodes number by themselves
   */
  GaleraPositions(OptionalLong domain, boolean logsReplicated, LongSupplier nanoTime) {
    this.commonSequence = domain.isPresent();
    this.domain = domain.orElse(0);
    this.logsReplicated = logsReplicated;
    this.nanoTime = nanoTime;
  }

  @Override
  public Dialect dialect() {
    return Dialect.MARIADB;
  }

  /** Other domains are of one node alone. */
  @Override
  public GtidSet shared(GtidSet position) {
    return commonSequence && position instanceof MariaDbGtids gtids
        ? gtids.ofDomain(domain)
        : MariaDbGtids.NONE;
  }

  @Override
  public boolean writeCoversReads() {
    return true;
  }

  /** The wait for everything has no bound of ours, so it is for want of a position only. */
  @Override
  public boolean prefersBarrier(boolean primary) {
    return !commonSequence || !logsReplicated;
  }

  @Override
  public boolean hasBarrier(boolean primary) {
    return true;
  }

  @Override
  public Reach await(Connection connection, GtidSet position, Wait wait) throws SQLException {
    long end = nanoTime.getAsLong() + wait.millis() * 1_000_000;
    while (!hasNow(connection, position)) {
      if (nanoTime.getAsLong() - end >= 0) {
        return isLost(connection, position, wait) ? Reach.NEVER : Reach.NOT_YET;
      }
      Ask.row(connection, "SELECT SLEEP(0.002)");
    }
    return Reach.REACHED;
  }

  /** The server's own wait counts whole seconds; with none it answers at once. */
  private static boolean hasNow(Connection connection, GtidSet position) throws SQLException {
    try {
      String sql = "SELECT WSREP_SYNC_WAIT_UPTO_GTID('" + position.text() + "', 0)";
      return Ask.row(connection, sql).get(0).equals("1");
    } catch (SQLException e) {
      if (e.getErrorCode() == LOCK_WAIT_TIMEOUT) {
        return false;
      }
      throw e;
    }
  }

  /** What a node that has nothing left to apply, and so the group, has not got will not come. */
  private boolean isLost(Connection connection, GtidSet position, Wait wait) throws SQLException {
    return logsReplicated
        && hasNothingLeft(connection)
        && barrier(connection, wait).filter(all -> !all.position().contains(position)).isPresent();
  }

  /** Else the wait for everything would be a long one. */
  private static boolean hasNothingLeft(Connection connection) throws SQLException {
    String sql =
        "SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_local_recv_queue',"
            + " 'wsrep_local_state_comment')";
    Map<String, String> status = new TreeMap<>();
    Ask.rows(connection, sql).forEach(row -> status.put(row.get(0), row.get(1)));
    return "0".equals(status.get("wsrep_local_recv_queue"))
        && "Synced".equals(status.get("wsrep_local_state_comment"));
  }

  @Override
  public Optional<GtidSet> bound(Connection connection) throws SQLException {
    if (!commonSequence || !logsReplicated) {
      return Optional.empty();
    }
    String written = Ask.row(connection, "SELECT @@gtid_binlog_pos").get(0);
    return Optional.of(shared(MariaDbGtids.parse(written)));
  }

  /**
   * What any node has shown was ordered by the group before, and this waits for all of that. Only
   * the provider's {@code repl.causal_read_timeout} bounds it.
   */
  @Override
  public Optional<Seen> barrier(Connection connection, Wait wait) throws SQLException {
    try {
      String sql = "SET STATEMENT wsrep_sync_wait=1 FOR SELECT @@gtid_binlog_pos";
      GtidSet written = MariaDbGtids.parse(Ask.row(connection, sql).get(0));
      return Optional.of(new Seen(shared(written)));
    } catch (SQLException e) {
      if (e.getErrorCode() == LOCK_WAIT_TIMEOUT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Not known: {@code WSREP_SYNC_WAIT_UPTO_GTID} answers a moment before the transaction can be
   * read by a snapshot.
   */
  @Override
  public Optional<GtidSet> readable(Connection connection, Wait wait) {
    return Optional.empty();
  }
}
