package io.matapalo.router.cluster.health;

import java.sql.Connection;
import java.sql.SQLException;

/** The statement that asks servers of one engine for their health. Confined to one thread. */
@FunctionalInterface
public interface HealthQuery {

  /** Sends the statement: one round trip, and one more to a server that may be a replica. */
  ProbeResult ask(Connection connection) throws SQLException;
}
