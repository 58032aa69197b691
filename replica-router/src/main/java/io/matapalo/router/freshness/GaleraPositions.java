package io.matapalo.router.freshness;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.MariaDbGtids;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * MariaDB with Galera. With {@code wsrep_gtid_mode=ON} all nodes number the group's transactions
 * alike, in one domain; with it off they do not, and only a causal wait helps. Stateless.
 */
final class GaleraPositions implements Positions {

  /** Of a wait that ended without success; Connector/J and MariaDB's driver agree on this one. */
  private static final int LOCK_WAIT_TIMEOUT = 1205;

  private static final int STATEMENT_TIMEOUT = 1969;
  private static final int INTERRUPTED = 1317;

  private final boolean commonSequence;
  private final long domain;
  private final boolean logsReplicated;

  GaleraPositions(boolean commonSequence, long domain, boolean logsReplicated) {
    this.commonSequence = commonSequence;
    this.domain = domain;
    this.logsReplicated = logsReplicated;
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

  @Override
  public boolean hasBarrier(boolean primary) {
    return true;
  }

  @Override
  public Reach await(Connection connection, GtidSet position, Wait wait) throws SQLException {
    String sql =
        "SELECT WSREP_SYNC_WAIT_UPTO_GTID('" + position.text() + "', " + wait.seconds() + ")";
    try {
      return Ask.row(connection, sql).get(0).equals("1") ? Reach.REACHED : Reach.NOT_YET;
    } catch (SQLException e) {
      if (e.getErrorCode() != LOCK_WAIT_TIMEOUT) {
        throw e;
      }
    }
    return afterTimeout(connection, position, wait);
  }

  /** A position that the whole group has not got will not come. */
  private Reach afterTimeout(Connection connection, GtidSet position, Wait wait)
      throws SQLException {
    Optional<Seen> all = barrier(connection, wait);
    boolean lost = all.isPresent() && logsReplicated && !all.get().position().contains(position);
    return lost ? Reach.NEVER : Reach.NOT_YET;
  }

  @Override
  public Optional<GtidSet> bound(Connection connection) throws SQLException {
    if (!commonSequence || !logsReplicated) {
      return Optional.empty();
    }
    String written = Ask.row(connection, "SELECT @@gtid_binlog_pos").get(0);
    return Optional.of(shared(MariaDbGtids.parse(written)));
  }

  /** What any node has shown was ordered by the group before, and this waits for all of that. */
  @Override
  public Optional<Seen> barrier(Connection connection, Wait wait) throws SQLException {
    String sql =
        "SET STATEMENT wsrep_sync_wait=1, max_statement_time="
            + wait.seconds()
            + " FOR SELECT @@gtid_binlog_pos";
    try {
      String written = Ask.row(connection, sql).get(0);
      return Optional.of(new Seen(shared(MariaDbGtids.parse(written))));
    } catch (SQLException e) {
      int code = e.getErrorCode();
      if (code == LOCK_WAIT_TIMEOUT || code == STATEMENT_TIMEOUT || code == INTERRUPTED) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
