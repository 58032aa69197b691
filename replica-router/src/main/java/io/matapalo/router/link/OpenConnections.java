package io.matapalo.router.link;

import io.matapalo.jvm.LogNames;
import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Physical connections by node, to be broken off when their node is lost. Thread-safe. */
final class OpenConnections {

  private static final Logger LOG = Logger.getLogger(LogNames.ROUTER);

  private final Map<String, Set<Connection>> byNode = new ConcurrentHashMap<>();

  void opened(Node node, Connection physical) {
    Set<Connection> open = of(node);
    // A pool closes its connections without telling; there are at most as many as in its pool.
    open.removeIf(OpenConnections::isClosed);
    open.add(physical);
  }

  void closed(Node node, Connection physical) {
    of(node).remove(physical);
  }

  /** Breaks off what runs on them; returns how many there were. */
  int abort(Node node) {
    int aborted = 0;
    for (Connection physical : of(node)) {
      closed(node, physical);
      if (!isClosed(physical)) {
        abort(physical);
        aborted++;
      }
    }
    return aborted;
  }

  /** Closes the socket at once: saying goodbye to a server that is gone would wait for it. */
  static void abort(Connection physical) {
    try {
      physical.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.log(Level.FINE, "a connection was broken already", e);
    }
  }

  private Set<Connection> of(Node node) {
    return byNode.computeIfAbsent(node.name(), name -> ConcurrentHashMap.newKeySet());
  }

  private static boolean isClosed(Connection physical) {
    try {
      return physical.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }
}
