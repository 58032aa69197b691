package io.matapalo.router.placement;

import io.matapalo.router.topology.Node;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses the node of an instance by weighted rendezvous hashing (Thaler and Ravishankar, 1998;
 * weights by {@code -w / ln u}): everyone who knows the nodes computes the same choice, in whatever
 * order they are listed, and a lost node moves only its own instances. Pure.
 */
public final class RendezvousPlacement {

  private static final double TWO_TO_53 = 0x1p53;

  private RendezvousPlacement() {}

  /** The node of {@code instance}; {@code override}, if not blank, names it outright. */
  public static Placement place(String instance, List<Node> nodes, String override) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("there must be a node to place " + instance + " on");
    }
    if (!override.isBlank()) {
      return new Placement(instance, named(override, nodes), Placement.Reason.OVERRIDE);
    }
    Node best =
        nodes.stream()
            .max(
                Comparator.comparingDouble((Node node) -> score(instance, node))
                    .thenComparing(Node::name))
            .orElseThrow();
    return new Placement(instance, best, Placement.Reason.RENDEZVOUS);
  }

  private static Node named(String override, List<Node> nodes) {
    return nodes.stream()
        .filter(node -> node.name().equals(override))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "node-override must name one of "
                    + nodes.stream().map(Node::name).toList()
                    + ", was "
                    + override));
  }

  private static double score(String instance, Node node) {
    long hash = mix(fnv1a(instance + '\u0000' + node.name()));
    // 53 bits, never 0: its logarithm must be finite and below zero.
    double unit = ((hash >>> 11) + 0.5) / TWO_TO_53;
    return -node.weight() / Math.log(unit);
  }

  private static long fnv1a(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finalizer of MurmurHash3: FNV alone leaves the high bits of short names alike. */
  private static long mix(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
