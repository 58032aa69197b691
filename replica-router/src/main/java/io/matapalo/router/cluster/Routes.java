package io.matapalo.router.cluster;

import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The nodes on which transactions may begin. Thread-safe. No method blocks or asks a server,
 * because each transaction calls one: the answers come from the latest probe of each node.
 */
public interface Routes {

  /**
   * The usable nodes for a new transaction, the best first; empty if there is none. For {@link
   * Intent#WRITE} in {@code primary-replica} that is the primary alone. Otherwise the first is the
   * node on which the instance is placed, then the nodes that would take its place.
   */
  List<Node> candidates(Intent intent);

  /** The state of all nodes. */
  ClusterView view();

  /** Why the node could not be connected to when it was tried last; empty if it could. */
  default Optional<SQLException> failure(Node node) {
    return Optional.empty();
  }

  /** Has the node probed at once, because it may be lost or changed. Does not wait. */
  void suspect(Node node, String reason);

  /**
   * Has the node probed at once, because it refused a statement: for {@link Intent#WRITE} as a
   * read-only node, for {@link Intent#READ} as one that takes no part in its cluster. Until the
   * result, no writing transaction begins on the node, and for READ no transaction at all.
   */
  default void refused(Node node, Intent intent, String reason) {
    suspect(node, reason);
  }
}
