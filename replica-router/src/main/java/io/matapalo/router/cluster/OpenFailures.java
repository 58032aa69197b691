package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.NodeOpener;
import io.matapalo.router.topology.Node;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Why nodes could not be connected to, by the driver's own word: the latest failure of each node
 * until a connection is opened again. One entry a node. Thread-safe.
 */
final class OpenFailures {

  private final ConcurrentMap<String, SQLException> byNode = new ConcurrentHashMap<>();

  /** The same opener; what it throws is remembered. */
  NodeOpener watching(NodeOpener opener) {
    return (node, timeout) -> {
      try {
        var opened = opener.open(node, timeout);
        byNode.remove(node.name());
        return opened;
      } catch (SQLException e) {
        byNode.put(node.name(), e);
        throw e;
      }
    };
  }

  Optional<SQLException> of(Node node) {
    return Optional.ofNullable(byNode.get(node.name()));
  }
}
