package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.Look;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who is the primary of a {@code primary-replica} cluster, by the nodes' own answers. Immutable.
 *
 * @param primary the node that takes writes
 * @param claimants all that say they do and are not followers by mistake, if there are several
 */
record Election(Optional<Node> primary, List<Node> claimants) {

  static Election of(TopologyKind kind, List<Watched> nodes) {
    if (kind != TopologyKind.PRIMARY_REPLICA) {
      return new Election(Optional.empty(), List.of());
    }
    List<Watched> writable = nodes.stream().filter(Watched::claimsPrimary).toList();
    // A replica that somebody forgot to make read-only still follows; a primary does not.
    List<Watched> leading = writable.stream().filter(node -> !follows(node)).toList();
    List<Watched> claims = leading.isEmpty() ? writable : leading;
    if (claims.size() < 2) {
      return new Election(claims.stream().map(Watched::node).findFirst(), List.of());
    }
    return new Election(ahead(claims), claims.stream().map(Watched::node).toList());
  }

  private static boolean follows(Watched node) {
    Look look = node.look();
    return look != null && look.follows();
  }

  /** The one that has all that the others have, and something more. */
  private static Optional<Node> ahead(List<Watched> claims) {
    List<Node> supersets = new ArrayList<>();
    for (Watched candidate : claims) {
      if (claims.stream().allMatch(other -> other.equals(candidate) || isAhead(candidate, other))) {
        supersets.add(candidate.node());
      }
    }
    return supersets.stream().findFirst();
  }

  private static boolean isAhead(Watched candidate, Watched other) {
    Look left = candidate.look();
    Look right = other.look();
    return left != null
        && right != null
        && Positions.contains(left.engine(), left.position(), right.position())
        && !Positions.contains(left.engine(), right.position(), left.position());
  }

  /** Several claim it: an alarm, with what is done about it; empty if all is well. */
  String alarm(Engine engine) {
    if (claimants.isEmpty()) {
      return "";
    }
    List<String> names = claimants.stream().map(Node::name).toList();
    return primary
        .map(node ->
            names
                + " all take writes; "
                + node.name()
                + " has all that the others have"
                + " and is used alone; make the others read-only")
        .orElse(
            names
                + " all take writes and each lacks something of the others, or nothing tells"
                + " ("
                + engine
                + "): writes are refused; make all but one read-only");
  }

  /** Are there several, each of them looked at since {@code sinceNanos}? */
  boolean isCertain(List<Watched> nodes, long sinceNanos) {
    return nodes.stream()
        .filter(node -> claimants.contains(node.node()))
        .allMatch(node -> node.lookedNanos() - sinceNanos > 0);
  }

  boolean isRival(Node node) {
    return claimants.contains(node) && !primary.equals(Optional.of(node));
  }
}
