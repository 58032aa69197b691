package io.matapalo.router.placement;

import io.matapalo.router.topology.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The node of every instance, and the nodes that take its place as nodes are lost. Each instance
 * has a fixed order of all nodes and sits on the first one left. So a lost node moves only its own
 * instances, and no instance has to ask another. The orders let survivors share a lost node's
 * instances: six instances on three nodes are 2/2/2, then 3/3, then 6. Immutable and pure; names
 * and weights alone decide, not the order in which they are listed.
 */
public final class PlacementPlan {

  private final List<Node> nodes;
  private final Map<String, List<Node>> orders;

  private PlacementPlan(List<Node> nodes, Map<String, List<Node>> orders) {
    this.nodes = nodes;
    this.orders = orders;
  }

  /** Homes by rendezvous hashing with capacity. Instances and node names must differ. */
  public static PlacementPlan of(Collection<String> instances, List<Node> nodes) {
    Map<String, Node> homes =
        new Shares(instances.size(), nodes).fill(new TreeSet<>(instances), Map.of());
    return withHomes(homes, nodes);
  }

  /** Homes as given. */
  public static PlacementPlan withHomes(Map<String, Node> homes, List<Node> nodes) {
    Map<String, List<Node>> orders = new TreeMap<>();
    homes.forEach((instance, home) -> orders.put(instance, new ArrayList<>(List.of(home))));
    for (int lost = 1; lost < nodes.size(); lost++) {
      extend(orders, nodes);
    }
    orders.replaceAll((instance, order) -> List.copyOf(order));
    return new PlacementPlan(List.copyOf(nodes), orders);
  }

  /** Where those go whose first choices, all that are known so far, are lost at once. */
  private static void extend(Map<String, List<Node>> orders, List<Node> nodes) {
    Map<String, Node> next = new TreeMap<>();
    Map<Set<String>, List<String>> homeless = homelessByLoss(orders);
    homeless.forEach((lost, instances) -> {
      List<Node> left = nodes.stream().filter(node -> !lost.contains(node.name())).toList();
      Shares shares = new Shares(orders.size(), left);
      next.putAll(shares.fill(instances, loads(orders, lost)));
    });
    orders.forEach((instance, order) -> order.add(Objects.requireNonNull(next.get(instance))));
  }

  private static Map<Set<String>, List<String>> homelessByLoss(Map<String, List<Node>> orders) {
    Map<Set<String>, List<String>> homeless = new HashMap<>();
    orders.forEach((instance, order) ->
        homeless.computeIfAbsent(names(order), lost -> new ArrayList<>()).add(instance));
    return homeless;
  }

  private static Map<String, Integer> loads(Map<String, List<Node>> orders, Set<String> lost) {
    Map<String, Integer> loads = new TreeMap<>();
    for (List<Node> order : orders.values()) {
      order.stream()
          .filter(node -> !lost.contains(node.name()))
          .findFirst()
          .ifPresent(node -> loads.merge(node.name(), 1, Integer::sum));
    }
    return loads;
  }

  private static Set<String> names(Collection<Node> nodes) {
    Set<String> names = new TreeSet<>();
    nodes.forEach(node -> names.add(node.name()));
    return names;
  }

  /** The nodes as given. */
  public List<Node> nodes() {
    return nodes;
  }

  /** All instances, by name. */
  public List<String> instances() {
    return List.copyOf(orders.keySet());
  }

  /** All nodes in the order in which {@code instance} uses them. */
  public List<Node> order(String instance) {
    List<Node> order = orders.get(instance);
    if (order == null) {
      throw new IllegalArgumentException(
          "instance must be one of " + orders.keySet() + ", was " + instance);
    }
    return order;
  }

  /** Who sits on each node that is left, by node name, when those of {@code lost} are gone. */
  public Map<String, List<String>> seats(Set<String> lost) {
    Map<String, List<String>> seats = new TreeMap<>();
    names(nodes).stream()
        .filter(name -> !lost.contains(name))
        .forEach(name -> seats.put(name, new ArrayList<>()));
    orders.forEach((instance, order) ->
        order.stream()
            .filter(node -> !lost.contains(node.name()))
            .findFirst()
            .ifPresent(node -> Objects.requireNonNull(seats.get(node.name())).add(instance)));
    seats.replaceAll((node, instances) -> List.copyOf(instances));
    return seats;
  }

  /** Nodes that are empty though they have a share, or hold more than their share, as sentences. */
  public List<String> imbalances() {
    List<String> found = new ArrayList<>();
    Shares shares = new Shares(orders.size(), nodes);
    Map<String, List<String>> seats = seats(Set.of());
    for (Node node : nodes) {
      int load = seats.getOrDefault(node.name(), List.of()).size();
      if (load == 0 && shares.roundedDown(node) > 0) {
        found.add(
            "node " + node.name() + " has no instance, its share is " + shares.roundedUp(node));
      } else if (load > shares.roundedUp(node)) {
        found.add(
            "node %s has %s of %s instances, its share is %s"
                .formatted(node.name(), load, orders.size(), shares.roundedUp(node)));
      }
    }
    return found;
  }
}
