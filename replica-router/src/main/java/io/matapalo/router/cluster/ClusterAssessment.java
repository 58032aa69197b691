package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.ProbeResult;
import io.matapalo.router.cluster.health.ProbeResult.Replication.State;
import io.matapalo.router.placement.Presence;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import io.matapalo.router.topology.TopologyKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The assessment of a cluster by the latest probe of each node: which nodes are usable, and for
 * what. Immutable and pure.
 *
 * @param health the health of each node, with its presence
 * @param nodes the status of each node, in the order of the configuration
 * @param readers nodes for reading transactions, the best first
 * @param writers nodes for writing transactions, the best first
 * @param rivals nodes that all claim to be the primary. A planned change of roles has rivals for a
 *     moment too, because nodes are not probed at the same moment
 * @param rivalsSinceNanos since when there are rivals
 * @param alarm what is wrong, once two primaries are certain; else empty
 */
record ClusterAssessment(
    List<NodeHealth> health,
    List<NodeStatus> nodes,
    List<Node> readers,
    List<Node> writers,
    Engine engine,
    List<Node> rivals,
    long rivalsSinceNanos,
    String alarm) {

  ClusterAssessment {
    health = List.copyOf(health);
    nodes = List.copyOf(nodes);
    readers = List.copyOf(readers);
    writers = List.copyOf(writers);
    rivals = List.copyOf(rivals);
  }

  /** The assessment before the first probe. */
  static ClusterAssessment first(ClusterSettings settings, List<Node> order, long nowNanos) {
    List<NodeHealth> unknown = settings.nodes().stream().map(NodeHealth::unknown).toList();
    return of(settings, order, unknown, new Moment(nowNanos, nowNanos));
  }

  /** The assessment after a probe: {@code fresh} has the new health of the probed node. */
  ClusterAssessment with(
      ClusterSettings settings, List<Node> order, List<NodeHealth> fresh, long nowNanos) {
    return of(
        settings,
        order,
        fresh,
        new Moment(nowNanos, rivals.isEmpty() ? nowNanos : rivalsSinceNanos));
  }

  /** The present moment, and that since which there are rivals, if there are any. */
  private record Moment(long nowNanos, long rivalsSinceNanos) {}

  /** {@code order} has all nodes as this instance prefers them. */
  private static ClusterAssessment of(
      ClusterSettings settings, List<Node> order, List<NodeHealth> health, Moment moment) {
    long nowNanos = moment.nowNanos();
    Election election = Election.of(settings.kind(), health);
    List<NodeStatus> statuses = new ArrayList<>();
    List<NodeHealth> withPresence = new ArrayList<>();
    for (NodeHealth node : health) {
      NodeStatus status = status(settings, election, node, nowNanos);
      statuses.add(status);
      withPresence.add(
          node.latest() == null ? node : node.with(presence(settings, node, status, nowNanos)));
    }
    Engine engine = engine(health);
    Choice choice = choice(settings.kind(), election, new Ranking(order, withPresence, statuses));
    boolean certain = election.isCertain(health, moment.rivalsSinceNanos());
    return new ClusterAssessment(
        withPresence,
        statuses,
        choice.readers(),
        choice.writers(),
        engine,
        election.claimants(),
        moment.rivalsSinceNanos(),
        certain ? election.alarm(engine) : "");
  }

  /** The nodes for reading and for writing transactions, the best first. */
  private record Choice(List<Node> readers, List<Node> writers) {}

  /**
   * The usable nodes. Where there is none, those that one probe alone found silent: a machine that
   * stands still for a moment, be it the router's own, is no loss of all its servers at once.
   */
  private static Choice choice(TopologyKind kind, Election election, Ranking ranking) {
    List<Node> readers = ranking.usable(false);
    List<Node> stalled = ranking.stalled(kind != TopologyKind.SINGLE);
    List<Node> writers =
        switch (kind) {
          case SINGLE -> readers;
          case PRIMARY_REPLICA -> election.primary().map(List::of).orElse(List.of());
          case MULTI_PRIMARY -> ranking.usable(true);
        };
    boolean certain =
        kind != TopologyKind.PRIMARY_REPLICA
            || (election.claimants().isEmpty() && stalled.size() == 1);
    return new Choice(
        readers.isEmpty() ? stalled : readers, writers.isEmpty() && certain ? stalled : writers);
  }

  private static Engine engine(List<NodeHealth> health) {
    return health.stream()
        .map(NodeHealth::latest)
        .filter(latest -> latest != null && latest.answered())
        .map(ProbeResult::engine)
        .findFirst()
        .orElse(Engine.MARIADB);
  }

  private static Presence presence(
      ClusterSettings settings, NodeHealth node, NodeStatus status, long nowNanos) {
    boolean takesPart =
        settings.kind() != TopologyKind.MULTI_PRIMARY || status.role() == Role.PRIMARY;
    return node.presence()
        .seen(status.usable() && takesPart, nowNanos, settings.health().returnPolicy());
  }

  private static NodeStatus status(
      ClusterSettings settings, Election election, NodeHealth node, long nowNanos) {
    ProbeResult latest = node.latest();
    if (latest == null) {
      return NodeStatus.unknown(node.node());
    }
    String reason =
        latest.obstacle().isEmpty()
            ? clusterObstacle(settings, election, node, nowNanos)
            : latest.obstacle();
    return new NodeStatus(
        node.node(),
        reason.isEmpty(),
        role(settings.kind(), election, node.node(), latest),
        reason,
        node.position(),
        node.lagMillis(nowNanos),
        latest.server());
  }

  private static Role role(TopologyKind kind, Election election, Node node, ProbeResult latest) {
    if (!latest.answered()) {
      return Role.UNKNOWN;
    }
    if (kind == TopologyKind.PRIMARY_REPLICA) {
      return election.primary().filter(node::equals).isPresent() ? Role.PRIMARY : Role.REPLICA;
    }
    return latest.readOnly() ? Role.REPLICA : Role.PRIMARY;
  }

  /** Why a node without an obstacle of its own is not usable in its cluster; empty if it is. */
  private static String clusterObstacle(
      ClusterSettings settings, Election election, NodeHealth node, long nowNanos) {
    ProbeResult latest = node.latest();
    if (latest == null || settings.kind() != TopologyKind.PRIMARY_REPLICA) {
      return "";
    }
    if (election.isRival(node.node())) {
      return "takes writes beside another primary";
    }
    State state = latest.replication().state();
    boolean isPrimary = election.primary().filter(node.node()::equals).isPresent();
    if (isPrimary || state == State.FORBIDDEN || latest.engine() == Engine.GROUP_REPLICATION) {
      return "";
    }
    // Without a primary nobody writes, so a replica falls no further behind.
    boolean fallsBehind = election.primary().isPresent();
    if (state == State.NONE) {
      return fallsBehind ? "is read-only and follows no primary" : "";
    }
    long lag = node.lagMillis(nowNanos);
    long maxLag = settings.health().maxLag().toMillis();
    if (state == State.RUNNING) {
      return lag > maxLag ? "is " + lag / 1_000 + " s behind its primary" : "";
    }
    boolean tooFar = lag < 0 || lag > maxLag;
    return fallsBehind && tooFar ? latest.replication().trouble() : "";
  }

  /** The order of preference. Nodes that returned a moment ago come last. */
  private record Ranking(List<Node> order, List<NodeHealth> health, List<NodeStatus> statuses) {

    List<Node> usable(boolean writable) {
      List<Node> first = new ArrayList<>();
      List<Node> last = new ArrayList<>();
      for (Node node : order) {
        int at = indexOf(node);
        NodeStatus status = statuses.get(at);
        if (status.usable() && (!writable || status.role() == Role.PRIMARY)) {
          (health.get(at).presence().isInUse() ? first : last).add(node);
        }
      }
      first.addAll(last);
      return first;
    }

    List<Node> stalled(boolean writable) {
      return order.stream()
          .filter(node -> {
            NodeHealth known = health.get(indexOf(node));
            return known.mayHaveStalled() && (!writable || known.claimedPrimary());
          })
          .toList();
    }

    private int indexOf(Node node) {
      for (int i = 0; i < statuses.size(); i++) {
        if (statuses.get(i).node().equals(node)) {
          return i;
        }
      }
      throw new IllegalStateException("no status of node " + node.name());
    }
  }
}
