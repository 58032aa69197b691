package io.matapalo.router.cluster;

import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import java.util.List;

/**
 * Where transactions may begin. Thread-safe; nothing here blocks or asks a server: the answers are
 * those of the last look.
 */
public interface Routes {

  /**
   * The nodes for a new transaction, the best first. For {@link Intent#WRITE} in {@code
   * primary-replica} it is the primary alone; else the instance's placed node, then those it would
   * be placed on if that one were lost. Nodes that are not usable are left out; empty if there is
   * none.
   */
  List<Node> candidates(Intent intent);

  /** All that is known at the moment. */
  ClusterView view();

  /**
   * A connection has told that a node may be gone or may have changed its role: it is asked again
   * at once. Returns without waiting for that.
   */
  void suspect(Node node, String reason);

  /**
   * A node has refused a statement by what it is now: for {@link Intent#WRITE} because it is
   * read-only, for {@link Intent#READ} because it takes part in nothing. It is asked again at once;
   * until it has answered, no writing transaction begins on it, and for READ none at all.
   */
  default void refused(Node node, Intent intent, String reason) {
    suspect(node, reason);
  }
}
