package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.HealthSettings;
import io.matapalo.router.placement.PlacementSettings;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import java.util.List;

/**
 * The settings of a cluster. Immutable.
 *
 * @param kind how the nodes replicate
 * @param nodes all nodes; their names must differ
 * @param instance this instance's name
 * @param placement all instances, overrides and plans
 * @param health how nodes are probed
 */
public record ClusterSettings(
    TopologyKind kind,
    List<Node> nodes,
    String instance,
    PlacementSettings placement,
    HealthSettings health) {

  public ClusterSettings {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("nodes must name at least one node");
    }
    if (kind == TopologyKind.SINGLE && nodes.size() > 1) {
      throw new IllegalArgumentException(
          ("topology single has one node, was given %s: say primary-replica or " + "multi-primary")
              .formatted(nodes.size()));
    }
    if (instance.isBlank()) {
      throw new IllegalArgumentException("instance must not be blank");
    }
  }
}
