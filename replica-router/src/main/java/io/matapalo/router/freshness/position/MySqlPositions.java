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

  @Override
  public GtidSet shared(GtidSet position) {
    return position;
  }

  /** No: the identifier stands for one transaction, not for all before it. */
  @Override
  public boolean writeCoversReads() {
    return false;
  }

  @Override
  public boolean prefersBarrier(boolean primary) {
    return hasBarrier(primary);
  }

  @Override
  public boolean hasBarrier(boolean primary) {
    return primary && !inGroup;
  }

  @Override
  public Reach await(Connection connection, GtidSet position, Wait wait) throws SQLException {
    if (wait.primary() && !inGroup && !executedOrOwned(connection).contains(position)) {
      return Reach.NEVER;
    }
    String sql =
        "SELECT WAIT_FOR_EXECUTED_GTID_SET('" + position.text() + "', " + wait.seconds() + ")";
    return PositionQuery.row(connection, sql).get(0).equals("0") ? Reach.REACHED : Reach.NOT_YET;
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
