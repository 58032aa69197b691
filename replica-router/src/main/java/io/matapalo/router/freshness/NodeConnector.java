package io.matapalo.router.freshness;

import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens a connection of one's own to a node, with connect and socket timeouts set. Thread-safe. */
@FunctionalInterface
public interface NodeConnector {

  /** A connection that the caller closes. */
  Connection connect(Node node) throws SQLException;
}
