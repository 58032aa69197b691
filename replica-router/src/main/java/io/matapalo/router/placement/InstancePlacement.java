package io.matapalo.router.placement;

import io.matapalo.router.placement.Placement.Reason;
import io.matapalo.router.topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The placement of this instance, checked. Immutable.
 *
 * @param placement its node and the reason
 * @param order all nodes: its own, then the node that takes over when that is lost, and so on
 * @param plan the plan of all instances, if their names are known
 * @param warnings sentences, such as on nodes that are empty or hold too many instances
 */
public record InstancePlacement(
    Placement placement, List<Node> order, Optional<PlacementPlan> plan, List<String> warnings) {

  public InstancePlacement {
    order = List.copyOf(order);
    warnings = List.copyOf(warnings);
  }

  /**
   * Decides where {@code instance} sits.
   *
   * @throws IllegalArgumentException if a setting names a node or an instance that does not exist,
   *     leaves one out, or names one twice
   */
  public static InstancePlacement decide(
      String instance, List<Node> nodes, PlacementSettings settings) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("there must be a node to place instances on");
    }
    Node.requireDifferent(nodes);
    boolean planned = !settings.plan().isEmpty();
    if (!planned && settings.instances().isEmpty()) {
      return alone(instance, nodes, settings.node());
    }
    Set<String> instances =
        new TreeSet<>(planned ? settings.plan().keySet() : settings.instances());
    if (planned) {
      requireSame(instances, settings.instances());
    }
    if (!instances.contains(instance)) {
      throw new IllegalArgumentException(
          "instance must be one of %s, which %s names; was %s"
              .formatted(instances, planned ? "plan" : "instances", instance));
    }
    PlacementPlan common =
        planned
            ? PlacementPlan.withHomes(homes(settings.plan(), nodes), nodes)
            : PlacementPlan.of(instances, nodes);
    return settings.node().isEmpty()
        ? of(instance, common, planned ? Reason.PLAN : Reason.CAPACITY, common.imbalances())
        : overridden(instance, common, settings.node());
  }

  private static InstancePlacement alone(String instance, List<Node> nodes, String override) {
    List<Node> order = new ArrayList<>(Scores.order(instance, nodes));
    if (!override.isEmpty()) {
      Node node = named(override, "node", nodes);
      order.remove(node);
      order.add(0, node);
    }
    Reason reason = override.isEmpty() ? Reason.RENDEZVOUS : Reason.OVERRIDE;
    Placement placement = new Placement(instance, order.get(0), reason);
    return new InstancePlacement(placement, order, Optional.empty(), List.of());
  }

  private static InstancePlacement overridden(
      String instance, PlacementPlan common, String override) {
    Map<String, Node> homes = new TreeMap<>();
    common.instances().forEach(name -> homes.put(name, common.order(name).get(0)));
    Node elsewhere = homes.get(instance);
    homes.put(instance, named(override, "node", common.nodes()));
    PlacementPlan changed = PlacementPlan.withHomes(homes, common.nodes());
    List<String> warnings = new ArrayList<>(changed.imbalances());
    if (elsewhere != null && !elsewhere.name().equals(override)) {
      warnings.add(
          "setting node puts %s on %s, the other instances expect it on %s; plan tells all"
              .formatted(instance, override, elsewhere.name()));
    }
    return of(instance, changed, Reason.OVERRIDE, warnings);
  }

  private static InstancePlacement of(
      String instance, PlacementPlan plan, Reason reason, List<String> warnings) {
    List<Node> order = plan.order(instance);
    return new InstancePlacement(
        new Placement(instance, order.get(0), reason), order, Optional.of(plan), warnings);
  }

  private static Map<String, Node> homes(Map<String, String> plan, List<Node> nodes) {
    Map<String, Node> homes = new TreeMap<>();
    plan.forEach((instance, node) -> homes.put(instance, named(node, "plan", nodes)));
    return homes;
  }

  private static Node named(String name, String setting, List<Node> nodes) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s must name one of the nodes %s, was %s"
                    .formatted(setting, nodes.stream().map(Node::name).toList(), name)));
  }

  private static void requireSame(Set<String> planned, List<String> instances) {
    Set<String> listed = new TreeSet<>(instances);
    if (!listed.isEmpty() && !listed.equals(planned)) {
      throw new IllegalArgumentException(
          "plan and instances must name the same instances: plan has %s, instances has %s"
              .formatted(planned, listed));
    }
  }
}
