package io.matapalo.router.link;

import io.matapalo.router.cluster.Routes;
import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import io.matapalo.router.topology.TopologyKind;
import java.util.List;

/** A cluster of one node: there is nothing to choose, so nobody watches it. Immutable. */
final class OneNodeRoutes implements Routes {

  private final List<Node> node;
  private final ClusterView view;

  OneNodeRoutes(Node node) {
    this.node = List.of(node);
    NodeStatus status = new NodeStatus(node, true, Role.PRIMARY, "", "", 0, "");
    this.view = new ClusterView(TopologyKind.SINGLE, Engine.MARIADB, List.of(status), 0);
  }

  @Override
  public List<Node> candidates(Intent intent) {
    return node;
  }

  @Override
  public ClusterView view() {
    return view;
  }

  @Override
  public void suspect(Node suspected, String reason) {}
}
