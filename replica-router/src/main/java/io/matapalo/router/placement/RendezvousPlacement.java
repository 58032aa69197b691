package io.matapalo.router.placement;

import io.matapalo.router.topology.Node;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses the node of an instance by weighted rendezvous hashing, where the names of the other
 * instances are not known: everyone who knows the nodes computes the same choice, in whatever order
 * they are listed, and a lost node moves only its own instances. It keeps no capacity: six
 * instances may well be on two nodes. Pure.
 */
public final class RendezvousPlacement {

  private RendezvousPlacement() {}

  /** The node of {@code instance}; {@code override}, if not blank, names it outright. */
  public static Placement place(String instance, List<Node> nodes, String override) {
    if (!override.isBlank()) {
      return new Placement(instance, named(override, nodes), Placement.Reason.OVERRIDE);
    }
    return new Placement(instance, order(instance, nodes).get(0), Placement.Reason.RENDEZVOUS);
  }

  /** All nodes, the one that suits {@code instance} best first. */
  static List<Node> order(String instance, List<Node> nodes) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("there must be a node to place " + instance + " on");
    }
    return nodes.stream()
        .sorted(
            Comparator.comparingDouble((Node node) -> Scores.of(instance, node))
                .thenComparing(Node::name)
                .reversed())
        .toList();
  }

  static Node named(String override, List<Node> nodes) {
    return nodes.stream()
        .filter(node -> node.name().equals(override))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "node-override must name one of %s, was %s"
                    .formatted(nodes.stream().map(Node::name).toList(), override)));
  }
}
