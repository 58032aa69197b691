package io.matapalo.router.freshness;

import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to nodes, with connect and socket timeouts set. Thread-safe. */
@FunctionalInterface
public interface NodeConnector {

  /** A new connection, which the caller closes. */
  Connection connect(Node node) throws SQLException;
}
