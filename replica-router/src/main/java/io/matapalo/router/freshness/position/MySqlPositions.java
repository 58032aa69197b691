package io.matapalo.router.freshness.position;

import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.MySqlGtids;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * MySQL. {@code gtid_executed} grows after the engine's commit: what it holds can be read. What is
 * being committed is in {@code gtid_owned}. Stateless.
 */
public final class MySqlPositions implements Positions {

  private final boolean inGroup;

  /**
   * @param inGroup does Group Replication bring it what others write?
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

  /** The identifier is of that one transaction, not of all before it. */
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
    if (wait.primary() && !inGroup && !bounded(connection).contains(position)) {
      return Reach.NEVER;
    }
    String sql =
        "SELECT WAIT_FOR_EXECUTED_GTID_SET('" + position.text() + "', " + wait.seconds() + ")";
    return Ask.row(connection, sql).get(0).equals("0") ? Reach.REACHED : Reach.NOT_YET;
  }

  @Override
  public Optional<GtidSet> bound(Connection connection) throws SQLException {
    return Optional.of(bounded(connection));
  }

  @Override
  public Optional<Seen> barrier(Connection connection, Wait wait) throws SQLException {
    GtidSet all = bounded(connection);
    boolean reached = all.isEmpty() || await(connection, all, wait) == Reach.REACHED;
    return reached ? Optional.of(new Seen(all)) : Optional.empty();
  }

  /** What is under way is read first: what ends in between is in one of the two at least. */
  private static GtidSet bounded(Connection connection) throws SQLException {
    String owned = Ask.row(connection, "SELECT @@GLOBAL.gtid_owned").get(0);
    List<String> executed = Ask.row(connection, "SELECT @@GLOBAL.gtid_executed");
    return MySqlGtids.parse(owned.replaceAll("#[0-9]+", ""))
        .union(MySqlGtids.parse(executed.get(0)));
  }

  /** A transaction is in {@code gtid_executed} only when it can be read. */
  @Override
  public Optional<GtidSet> readable(Connection connection, Wait wait) throws SQLException {
    String executed = Ask.row(connection, "SELECT @@GLOBAL.gtid_executed").get(0);
    return Optional.of(MySqlGtids.parse(executed));
  }
}
