package io.matapalo.router.freshness.position;

import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.PositionStamp;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Begins transactions with a consistent snapshot and a position stamp. Stateless. */
public final class Snapshots {

  private Snapshots() {}

  /**
   * Reads the position before the snapshot, and only once reads show it. The stamp is therefore a
   * lower bound of the snapshot, and nobody has to search the log for its exact place.
   */
  public static Optional<PositionStamp> begin(
      String cluster, Connection connection, long waitMillis, LongSupplier nanoTime)
      throws SQLException {
    if (connection.getAutoCommit()) {
      throw new IllegalArgumentException(
          "a stamped snapshot is a transaction of its own: switch auto-commit off before");
    }
    Positions positions = ServerFacts.ask(connection, nanoTime).positions();
    Optional<GtidSet> shown = positions.readable(connection, new Positions.Wait(true, waitMillis));
    PositionQuery.run(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
    return shown.map(position -> new PositionStamp(cluster, position));
  }
}
