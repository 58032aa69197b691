package io.matapalo.router.cluster.health;

import java.sql.Connection;
import java.sql.SQLException;

/** Asks a server how it is: one round trip, two where replicas are. Confined to one thread. */
@FunctionalInterface
public interface Probe {

  Look look(Connection connection) throws SQLException;
}
