package io.matapalo.router.placement;

import io.matapalo.router.topology.Node;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * How well a node suits an instance: weighted rendezvous hashing (Thaler and Ravishankar, 1998;
 * weights by {@code -w / ln u}). The same for everyone who knows the two names and the weight.
 */
final class Scores {

  private static final double TWO_TO_53 = 0x1p53;

  private Scores() {}

  static double of(String instance, Node node) {
    long hash = mix(fnv1a(instance + '\u0000' + node.name()));
    // 53 bits, never 0: its logarithm must be finite and below zero.
    double unit = ((hash >>> 11) + 0.5) / TWO_TO_53;
    return -node.weight() / Math.log(unit);
  }

  /** All nodes, in whatever order they are listed; the one that suits best comes first. */
  static List<Node> order(String instance, List<Node> nodes) {
    return nodes.stream()
        .sorted(
            Comparator.comparingDouble((Node node) -> of(instance, node))
                .thenComparing(Node::name)
                .reversed())
        .toList();
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
