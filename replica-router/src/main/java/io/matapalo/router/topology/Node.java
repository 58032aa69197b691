package io.matapalo.router.topology;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One database node. Immutable.
 *
 * @param name how settings, logs and overrides call it
 * @param jdbcUrl its single-host URL, with or without the {@code jdbc:matapalo:} prefix
 * @param weight its share of the instances relative to other nodes; above 0
 */
public record Node(String name, String jdbcUrl, double weight) {

  /** The weight of a node when nodes are alike. */
  public static final double DEFAULT_WEIGHT = 1.0;

  public Node {
    if (name.isBlank()) {
      throw new IllegalArgumentException("node name must not be blank");
    }
    if (!jdbcUrl.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "jdbc-url of node " + name + " must start with jdbc:, was '" + scheme(jdbcUrl) + "'");
    }
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weight of node " + name + " must be above 0, was " + weight);
    }
  }

  /** A node of the default weight. */
  public static Node of(String name, String jdbcUrl) {
    return new Node(name, jdbcUrl, DEFAULT_WEIGHT);
  }

  /**
   * Checks the nodes of one cluster.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public static void requireDifferent(List<Node> nodes) {
    Set<String> names = new HashSet<>();
    for (Node node : nodes) {
      if (!names.add(node.name())) {
        throw new IllegalArgumentException("node names must differ, twice " + node.name());
      }
    }
  }

  /** The name and weight; a URL may carry a password. */
  @Override
  public String toString() {
    return "Node[name=" + name + ", weight=" + weight + "]";
  }

  private static String scheme(String url) {
    int slashes = url.indexOf("//");
    return slashes < 0 ? "…" : url.substring(0, slashes);
  }
}
