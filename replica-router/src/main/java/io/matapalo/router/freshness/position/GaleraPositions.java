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
 * Positions of MariaDB with Galera. With {@code wsrep_gtid_mode=ON} all nodes give the cluster's
 * transactions the same identifiers, in one domain. With {@code OFF} they do not, and only a causal
 * wait makes a node fresh. Stateless. Galera documentation, "wsrep_sync_wait".
 */
final class GaleraPositions implements Positions {

  /** Of a wait that ended without success, by Connector/J and MariaDB's driver alike. */
  private static final int LOCK_WAIT_TIMEOUT = 1205;

  private final boolean commonDomain;
  private final long domain;
  private final boolean logsReplicated;
  private final LongSupplier nanoTime;
  private final CommitProgress progress;

  /**
   * @param domain of the common identifiers; empty where each node has its own
   */
  GaleraPositions(OptionalLong domain, boolean logsReplicated, LongSupplier nanoTime) {
    this.commonDomain = domain.isPresent();
    this.domain = domain.orElse(0);
    this.logsReplicated = logsReplicated;
    this.nanoTime = nanoTime;
    this.progress = new CommitProgress(nanoTime);
  }

  @Override
  public Dialect dialect() {
    return Dialect.MARIADB;
  }

  /** The common domain alone, because other domains are those of one node. */
  @Override
  public GtidSet shared(GtidSet position) {
    return commonDomain && position instanceof MariaDbGtids gtids
        ? gtids.ofDomain(domain)
        : MariaDbGtids.NONE;
  }

  @Override
  public boolean writeCoversReads() {
    return true;
  }

  /** Only where positions are missing, because the router cannot bound the causal wait. */
  @Override
  public boolean prefersBarrier(boolean primary) {
    return !commonDomain || !logsReplicated;
  }

  @Override
  public boolean hasBarrier(boolean primary) {
    return true;
  }

  @Override
  public Reach await(Connection connection, GtidSet position, Wait wait) throws SQLException {
    long end = nanoTime.getAsLong() + wait.millis() * 1_000_000;
    if (!awaitApplied(connection, position, end)) {
      return isLost(connection, position, wait) ? Reach.NEVER : Reach.NOT_YET;
    }
    boolean readable =
        logsReplicated
            ? progress.awaitReadable(connection, CommitProgress.logged(connection), millisTo(end))
            : barrier(connection, wait).isPresent();
    return readable ? Reach.REACHED : Reach.NOT_YET;
  }

  /** Waits until the node has logged the position, or without a log begun to commit it. */
  private boolean awaitApplied(Connection connection, GtidSet position, long end)
      throws SQLException {
    while (!isApplied(connection, position)) {
      if (nanoTime.getAsLong() - end >= 0) {
        return false;
      }
      PositionQuery.row(connection, "SELECT SLEEP(0.002)");
    }
    return true;
  }

  private boolean isApplied(Connection connection, GtidSet position) throws SQLException {
    return logsReplicated
        ? CommitProgress.logged(connection).contains(position)
        : hasBegun(connection, position);
  }

  private long millisTo(long end) {
    return Math.max(0, (end - nanoTime.getAsLong()) / 1_000_000);
  }

  /**
   * Whether the node has begun to commit the position. Asks with a wait of 0, because the server's
   * own wait counts whole seconds. MariaDB's wait compares with the number that a transaction gets
   * before its commit, so it can end before reads show the transaction.
   */
  private static boolean hasBegun(Connection connection, GtidSet position) throws SQLException {
    try {
      String sql = "SELECT WSREP_SYNC_WAIT_UPTO_GTID('" + position.text() + "', 0)";
      return PositionQuery.row(connection, sql).get(0).equals("1");
    } catch (SQLException e) {
      if (e.getErrorCode() == LOCK_WAIT_TIMEOUT) {
        return false;
      }
      throw e;
    }
  }

  /** Whether a node lacks the position though it has begun to commit all that was ordered. */
  private boolean isLost(Connection connection, GtidSet position, Wait wait) throws SQLException {
    return logsReplicated
        && hasAppliedAll(connection)
        && barrier(connection, wait).isPresent()
        && !hasBegun(connection, position);
  }

  /** Asked first, because the causal wait of a node with a long queue is long. */
  private static boolean hasAppliedAll(Connection connection) throws SQLException {
    String sql =
        "SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_local_recv_queue',"
            + " 'wsrep_local_state_comment')";
    Map<String, String> status = new TreeMap<>();
    PositionQuery.rows(connection, sql).forEach(row -> status.put(row.get(0), row.get(1)));
    return "0".equals(status.get("wsrep_local_recv_queue"))
        && "Synced".equals(status.get("wsrep_local_state_comment"));
  }

  @Override
  public Optional<GtidSet> bound(Connection connection) throws SQLException {
    if (!commonDomain || !logsReplicated) {
      return Optional.empty();
    }
    String written = PositionQuery.row(connection, "SELECT @@gtid_binlog_pos").get(0);
    return Optional.of(shared(MariaDbGtids.parse(written)));
  }

  /**
   * A causal wait: the cluster orders a transaction before any node shows it, and this waits until
   * reads show all that was ordered. Only the provider's {@code repl.causal_read_timeout} bounds
   * it.
   */
  @Override
  public Optional<GtidSet> barrier(Connection connection, Wait wait) throws SQLException {
    try {
      String sql = "SET STATEMENT wsrep_sync_wait=1 FOR SELECT @@gtid_binlog_pos";
      GtidSet written = MariaDbGtids.parse(PositionQuery.row(connection, sql).get(0));
      return Optional.of(shared(written));
    } catch (SQLException e) {
      if (e.getErrorCode() == LOCK_WAIT_TIMEOUT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** All that is logged, once reads show it. */
  @Override
  public Optional<GtidSet> readable(Connection connection, Wait wait) throws SQLException {
    if (!commonDomain || !logsReplicated) {
      return Optional.empty();
    }
    MariaDbGtids logged = CommitProgress.logged(connection);
    return progress.awaitReadable(connection, logged, wait.millis())
        ? Optional.of(shared(logged))
        : Optional.empty();
  }
}
