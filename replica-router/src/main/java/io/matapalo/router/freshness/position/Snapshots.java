package io.matapalo.router.freshness.position;

import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.PositionStamp;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Begins transactions whose snapshot has a stamp. Stateless. */
public final class Snapshots {

  private Snapshots() {}

  /**
   * The position is asked first and known to be readable before the snapshot is taken: it bounds
   * the snapshot from below, and nobody has to read the log for where exactly it lies.
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
    Ask.run(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
    return shown.map(position -> new PositionStamp(cluster, position));
  }
}
