package io.matapalo.router.link;

import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;

/** Gives physical connections to nodes: from a pool for each, or the driver. Thread-safe. */
public interface NodeConnections {

  /** A connection to {@code node}; waits at most the borrow or connect timeout. */
  Connection borrow(Node node) throws SQLException;

  /** It is whole, and no transaction is open on it. */
  void giveBack(Node node, Connection physical);

  /** It is broken, or its state is not known: it must not be used again. Does not block. */
  void discard(Node node, Connection physical);

  /** The connection below a pool's proxy, as it was opened: the freshness gate knows that one. */
  Connection opened(Connection physical) throws SQLException;

  /** Whether connections go back as soon as another node is used; a driver's are kept. */
  boolean arePooled();
}
