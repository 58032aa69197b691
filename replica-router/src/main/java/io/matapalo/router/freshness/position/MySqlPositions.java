package io.matapalo.router.freshness.position;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.MySqlGtids;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Positions of MySQL. {@code gtid_executed} grows after the engine's commit, so reads show all that
 * it holds. Transactions that are committing are in {@code gtid_owned}. Stateless. MySQL manual,
 * "Functions Used with Global Transaction Identifiers (GTIDs)".
 */
public final class MySqlPositions implements Positions {

  private static final String QUEUED =
      "SELECT COUNT_TRANSACTIONS_IN_QUEUE + COUNT_TRANSACTIONS_REMOTE_IN_APPLIER_QUEUE"
          + " FROM performance_schema.replication_group_member_stats"
          + " WHERE MEMBER_ID = @@GLOBAL.server_uuid";

  private final boolean inGroup;

  /**
   * @param inGroup whether the server is a member of Group Replication
   */
  public MySqlPositions(boolean inGroup) {
    this.inGroup = inGroup;
  }

  @Override
  public Dialect dialect() {
    return Dialect.MYSQL;
  }

  /** No: the identifier stands for one transaction, not for all before it. */
  @Override
  public boolean writeCoversReads() {
    return false;
  }

  /** Not in a group, where the bounds of live members cost less than its barrier. */
  @Override
  public boolean prefersBarrier(boolean primary) {
    return primary && !inGroup;
  }

  @Override
  public boolean hasBarrier(boolean primary) {
    return primary || inGroup;
  }

  @Override
  public boolean hasGroupBarrier() {
    return inGroup;
  }

  @Override
  public Reach await(Connection connection, GtidSet position, Wait wait) throws SQLException {
    if (wait.primary() && !inGroup && !executedOrOwned(connection).contains(position)) {
      return Reach.NEVER;
    }
    String sql =
        "SELECT WAIT_FOR_EXECUTED_GTID_SET('" + position.text() + "', " + wait.seconds() + ")";
    if (PositionQuery.row(connection, sql).get(0).equals("0")) {
      return Reach.REACHED;
    }
    return inGroup && hasAppliedAll(connection) ? Reach.NOT_KNOWN : Reach.NOT_YET;
  }

  /** Without the right to look, or before the member has joined, nothing is known. */
  private static boolean hasAppliedAll(Connection connection) throws SQLException {
    return PositionQuery.rows(connection, QUEUED).equals(List.of(List.of("0")));
  }

  @Override
  public Optional<GtidSet> bound(Connection connection) throws SQLException {
    return Optional.of(executedOrOwned(connection));
  }

  @Override
  public Optional<GtidSet> barrier(Connection connection, Wait wait) throws SQLException {
    GtidSet all = executedOrOwned(connection);
    boolean reached = all.isEmpty() || await(connection, all, wait) == Reach.REACHED;
    return reached ? Optional.of(all) : Optional.empty();
  }

  /**
   * A member shows a transaction only after the group has ordered it. {@code BEFORE} makes this
   * member apply all that was ordered before the transaction begins, also what a lost member had
   * shown. A {@code SELECT} without a table would not wait. MySQL manual, "Understanding
   * Transaction Consistency Guarantees".
   */
  @Override
  public Optional<GtidSet> groupBarrier(Connection connection) throws SQLException {
    PositionQuery.run(connection, "SET SESSION group_replication_consistency = 'BEFORE'");
    PositionQuery.run(connection, "START TRANSACTION READ ONLY");
    Optional<GtidSet> shown = readable(connection, new Wait(false, 0));
    PositionQuery.run(connection, "COMMIT");
    return shown;
  }

  /** Asks for the owned ones first, so that a transaction that ends between is in one at least. */
  private static GtidSet executedOrOwned(Connection connection) throws SQLException {
    String owned = PositionQuery.row(connection, "SELECT @@GLOBAL.gtid_owned").get(0);
    List<String> executed = PositionQuery.row(connection, "SELECT @@GLOBAL.gtid_executed");
    return MySqlGtids.parse(owned.replaceAll("#[0-9]+", ""))
        .union(MySqlGtids.parse(executed.get(0)));
  }

  /** {@code gtid_executed}, because it has a transaction only once reads show it. */
  @Override
  public Optional<GtidSet> readable(Connection connection, Wait wait) throws SQLException {
    String executed = PositionQuery.row(connection, "SELECT @@GLOBAL.gtid_executed").get(0);
    return Optional.of(MySqlGtids.parse(executed));
  }
}
