package io.matapalo.router.jdbc;

import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where a routed connection gets physical connections from: a pool for each node, or the driver.
 */
public interface NodeConnections {

  /** A connection to {@code node}; waits at most the borrow or connect timeout. */
  Connection borrow(Node node) throws SQLException;

  /** It is whole, and no transaction is open on it. */
  void giveBack(Node node, Connection physical);

  /** It is broken, or its state is not known: it must not be used again. */
  void discard(Node node, Connection physical);
}
