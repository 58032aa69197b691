package io.matapalo.router.topology;

import java.util.List;

/**
 * All that is known of a cluster at one moment. Immutable.
 *
 * @param nodes in the order of the configuration
 * @param version grows with each change of which nodes are usable or of their roles
 */
public record ClusterView(TopologyKind kind, Engine engine, List<NodeStatus> nodes, long version) {

  public ClusterView {
    nodes = List.copyOf(nodes);
  }

  /** The status of a node of this cluster. */
  public NodeStatus of(Node node) {
    // Asked with each borrow, so no stream.
    for (NodeStatus status : nodes) {
      if (status.node().name().equals(node.name())) {
        return status;
      }
    }
    throw new IllegalArgumentException("no node is called " + node.name());
  }
}
