package io.matapalo.router.placement;

import io.matapalo.router.topology.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fills nodes up to their shares of the instances by weight. The best pair of instance and node by
 * {@link Scores} goes first, which is the one stable matching of deferred acceptance when both
 * sides rank by the same score: no instance and node would both rather have each other. Every node
 * gets its share rounded down before any gets it rounded up, so none stays empty that need not.
 */
final class Shares {

  /** Sums of weights such as 0.1 are not exact; a share of 2.0000000000000004 is 2. */
  private static final double SLACK = 1e-9;

  private final int instances;
  private final List<Node> nodes;
  private final double weights;

  /** The shares of {@code instances} when just {@code nodes} are there. */
  Shares(int instances, List<Node> nodes) {
    this.instances = instances;
    this.nodes = nodes;
    this.weights = nodes.stream().mapToDouble(Node::weight).sum();
  }

  int roundedDown(Node node) {
    return (int) Math.floor(of(node) + SLACK);
  }

  int roundedUp(Node node) {
    return (int) Math.ceil(of(node) - SLACK);
  }

  private double of(Node node) {
    return instances * node.weight() / weights;
  }

  /** Where each of {@code homeless} goes when {@code loads}, by node name, are there already. */
  Map<String, Node> fill(Collection<String> homeless, Map<String, Integer> loads) {
    List<Pair> pairs = new ArrayList<>();
    for (String instance : homeless) {
      for (Node node : nodes) {
        pairs.add(new Pair(instance, node, Scores.of(instance, node)));
      }
    }
    pairs.sort(Pair.BEST_FIRST);
    Map<String, Integer> filled = new TreeMap<>(loads);
    Map<String, Node> placed = new TreeMap<>();
    for (boolean up : new boolean[] {false, true}) {
      for (Pair pair : pairs) {
        int load = filled.getOrDefault(pair.node().name(), 0);
        int limit = up ? roundedUp(pair.node()) : roundedDown(pair.node());
        if (load < limit && placed.putIfAbsent(pair.instance(), pair.node()) == null) {
          filled.put(pair.node().name(), load + 1);
        }
      }
    }
    return placed;
  }

  private record Pair(String instance, Node node, double score) {

    static final Comparator<Pair> BEST_FIRST =
        Comparator.comparingDouble(Pair::score)
            .reversed()
            .thenComparing(Pair::instance)
            .thenComparing(pair -> pair.node().name());
  }
}
