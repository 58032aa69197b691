package io.matapalo.router.link;

import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where a routed connection gets physical connections from: a pool for each node, or the driver.
 * Thread-safe.
 */
public interface NodeConnections {

  /** A connection to {@code node}; waits at most the borrow or connect timeout. */
  Connection borrow(Node node) throws SQLException;

  /** It is whole, and no transaction is open on it. */
  void giveBack(Node node, Connection physical);

  /** It is broken, or its state is not known: it must not be used again. Does not block. */
  void discard(Node node, Connection physical);

  /**
   * The connection as it was when it was opened, which is what the freshness gate knows: what lies
   * below a pool's proxy.
   */
  Connection opened(Connection physical) throws SQLException;

  /**
   * Whether others want it while it is not needed: a pool's goes back as soon as another node is
   * used, a driver's is kept for the next time.
   */
  boolean arePooled();
}
