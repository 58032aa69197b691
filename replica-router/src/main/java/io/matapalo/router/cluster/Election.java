package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.ProbeResult;
import io.matapalo.router.consistency.Dialect;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The choice of the primary in a {@code primary-replica} cluster, by what the nodes say of
 * themselves. Immutable.
 *
 * @param primary the node that takes writes; empty if there is none, or none is certain
 * @param claimants all nodes that claim to be the primary, if there are several; else empty
 */
record Election(Optional<Node> primary, List<Node> claimants) {

  static Election of(TopologyKind kind, List<NodeHealth> nodes) {
    if (kind != TopologyKind.PRIMARY_REPLICA) {
      return new Election(Optional.empty(), List.of());
    }
    List<NodeHealth> writable = nodes.stream().filter(NodeHealth::claimsPrimary).toList();
    // A replica that is not read-only by mistake still follows a primary; a primary does not.
    List<NodeHealth> leading = writable.stream().filter(node -> !follows(node)).toList();
    List<NodeHealth> claims = leading.isEmpty() ? writable : leading;
    if (claims.size() < 2) {
      return new Election(claims.stream().map(NodeHealth::node).findFirst(), List.of());
    }
    return new Election(ahead(claims), claims.stream().map(NodeHealth::node).toList());
  }

  private static boolean follows(NodeHealth node) {
    ProbeResult latest = node.latest();
    return latest != null && latest.follows();
  }

  /** The claimant that has all transactions of the others, and more. */
  private static Optional<Node> ahead(List<NodeHealth> claims) {
    List<Node> supersets = new ArrayList<>();
    for (NodeHealth candidate : claims) {
      if (claims.stream().allMatch(other -> other.equals(candidate) || isAhead(candidate, other))) {
        supersets.add(candidate.node());
      }
    }
    return supersets.stream().findFirst();
  }

  private static boolean isAhead(NodeHealth candidate, NodeHealth other) {
    ProbeResult left = candidate.latest();
    ProbeResult right = other.latest();
    return left != null
        && right != null
        && contains(left.engine(), left.position(), right.position())
        && !contains(left.engine(), right.position(), left.position());
  }

  /** Whether {@code position} has all transactions of {@code other}; false if one is unreadable. */
  private static boolean contains(Engine engine, String position, String other) {
    if (position.isEmpty() || other.isEmpty()) {
      return false;
    }
    boolean mariaDb = engine == Engine.MARIADB || engine == Engine.GALERA;
    Dialect dialect = mariaDb ? Dialect.MARIADB : Dialect.MYSQL;
    try {
      return dialect.parse(position).contains(dialect.parse(other));
    } catch (IllegalArgumentException e) {
      // A position that cannot be read decides nothing.
      return false;
    }
  }

  /** The alarm about several claimants and its remedy; empty if there are none. */
  String alarm(Engine engine) {
    if (claimants.isEmpty()) {
      return "";
    }
    List<String> names = claimants.stream().map(Node::name).toList();
    return primary
        .map(node ->
            ("%s all take writes; %s has all that the others have and is used alone; "
                    + "make the others read-only")
                .formatted(names, node.name()))
        .orElse(
            ("%s all take writes and each lacks something of the others, or nothing "
                    + "tells (%s): writes are refused; make all but one read-only")
                .formatted(names, engine));
  }

  /** Whether each claimant was probed after {@code sinceNanos}. */
  boolean isCertain(List<NodeHealth> nodes, long sinceNanos) {
    return nodes.stream()
        .filter(node -> claimants.contains(node.node()))
        .allMatch(node -> node.probedNanos() - sinceNanos > 0);
  }

  /** Whether the node claims to be the primary, and another node may be. */
  boolean isRival(Node node) {
    return claimants.contains(node) && !primary.equals(Optional.of(node));
  }
}
