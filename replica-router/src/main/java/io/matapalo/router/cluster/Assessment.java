package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.Look;
import io.matapalo.router.cluster.health.Look.Replication.State;
import io.matapalo.router.placement.Presence;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import io.matapalo.router.topology.TopologyKind;
import java.util.ArrayList;
import java.util.List;

/**
 * What all looks together mean: who is usable and for what. Immutable; it decides, and asks nobody.
 *
 * @param watched the nodes, with their presence as of now
 * @param nodes their statuses, in the order of the configuration
 * @param readers where reading transactions may begin, the best first
 * @param writers where writing ones may
 * @param rivals nodes that all claim to be the primary; looks are not of one moment, so a planned
 *     change of roles looks like this for a moment too
 * @param rivalsSinceNanos since when there are such
 * @param alarm two primaries for certain, or empty
 */
record Assessment(
    List<Watched> watched,
    List<NodeStatus> nodes,
    List<Node> readers,
    List<Node> writers,
    Engine engine,
    List<Node> rivals,
    long rivalsSinceNanos,
    String alarm) {

  Assessment {
    watched = List.copyOf(watched);
    nodes = List.copyOf(nodes);
    readers = List.copyOf(readers);
    writers = List.copyOf(writers);
    rivals = List.copyOf(rivals);
  }

  /** Before anything is known. */
  static Assessment first(ClusterSettings settings, List<Node> order, long nowNanos) {
    List<Watched> unseen = settings.nodes().stream().map(Watched::unseen).toList();
    return of(settings, order, unseen, new Moment(nowNanos, nowNanos));
  }

  /** With a fresh look at one of the nodes. */
  Assessment with(ClusterSettings settings, List<Node> order, List<Watched> fresh, long nowNanos) {
    return of(
        settings,
        order,
        fresh,
        new Moment(nowNanos, rivals.isEmpty() ? nowNanos : rivalsSinceNanos));
  }

  /** When it is, and since when there are rivals, if there are. */
  private record Moment(long nowNanos, long rivalsSinceNanos) {}

  /** {@code order}: all nodes as this instance prefers them. */
  private static Assessment of(
      ClusterSettings settings, List<Node> order, List<Watched> watched, Moment moment) {
    long nowNanos = moment.nowNanos();
    Election election = Election.of(settings.kind(), watched);
    List<NodeStatus> statuses = new ArrayList<>();
    List<Watched> standing = new ArrayList<>();
    for (Watched node : watched) {
      NodeStatus status = status(settings, election, node, nowNanos);
      statuses.add(status);
      standing.add(
          node.look() == null ? node : node.standing(presence(settings, node, status, nowNanos)));
    }
    Engine engine = engine(watched);
    Ranking ranking = new Ranking(order, standing, statuses);
    List<Node> readers = ranking.usable(false);
    List<Node> writers =
        switch (settings.kind()) {
          case SINGLE -> readers;
          case PRIMARY_REPLICA -> election.primary().map(List::of).orElse(List.of());
          case MULTI_PRIMARY -> ranking.usable(true);
        };
    boolean certain = election.isCertain(watched, moment.rivalsSinceNanos());
    return new Assessment(
        standing,
        statuses,
        readers,
        writers,
        engine,
        election.claimants(),
        moment.rivalsSinceNanos(),
        certain ? election.alarm(engine) : "");
  }

  private static Engine engine(List<Watched> watched) {
    return watched.stream()
        .map(Watched::look)
        .filter(look -> look != null && look.answered())
        .map(Look::engine)
        .findFirst()
        .orElse(Engine.MARIADB);
  }

  private static Presence presence(
      ClusterSettings settings, Watched node, NodeStatus status, long nowNanos) {
    boolean takesItsPart =
        settings.kind() != TopologyKind.MULTI_PRIMARY || status.role() == Role.PRIMARY;
    return node.presence()
        .seen(status.usable() && takesItsPart, nowNanos, settings.health().returnPolicy());
  }

  private static NodeStatus status(
      ClusterSettings settings, Election election, Watched node, long nowNanos) {
    Look look = node.look();
    if (look == null) {
      return NodeStatus.unknown(node.node());
    }
    String reason =
        look.obstacle().isEmpty() ? hindrance(settings, election, node, nowNanos) : look.obstacle();
    return new NodeStatus(
        node.node(),
        reason.isEmpty(),
        role(settings.kind(), election, node.node(), look),
        reason,
        node.position(),
        node.lagMillis(nowNanos),
        look.server());
  }

  private static Role role(TopologyKind kind, Election election, Node node, Look look) {
    if (!look.answered()) {
      return Role.UNKNOWN;
    }
    if (kind == TopologyKind.PRIMARY_REPLICA) {
      return election.primary().filter(node::equals).isPresent() ? Role.PRIMARY : Role.REPLICA;
    }
    return look.readOnly() ? Role.REPLICA : Role.PRIMARY;
  }

  /** Why a node that is well by itself may not be used in its cluster. */
  private static String hindrance(
      ClusterSettings settings, Election election, Watched node, long nowNanos) {
    Look look = node.look();
    if (look == null || settings.kind() != TopologyKind.PRIMARY_REPLICA) {
      return "";
    }
    if (election.isRival(node.node())) {
      return "takes writes beside another primary";
    }
    State state = look.replication().state();
    boolean isPrimary = election.primary().filter(node.node()::equals).isPresent();
    if (isPrimary || state == State.FORBIDDEN || look.engine() == Engine.GROUP_REPLICATION) {
      return "";
    }
    // Without a primary nothing is written, so nothing gets older than it is.
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
    return fallsBehind && tooFar ? look.replication().trouble() : "";
  }

  /** Nodes in the order of preference; those that have yet to prove themselves come last. */
  private record Ranking(List<Node> order, List<Watched> watched, List<NodeStatus> statuses) {

    List<Node> usable(boolean writable) {
      List<Node> first = new ArrayList<>();
      List<Node> last = new ArrayList<>();
      for (Node node : order) {
        int at = indexOf(node);
        NodeStatus status = statuses.get(at);
        if (status.usable() && (!writable || status.role() == Role.PRIMARY)) {
          (watched.get(at).presence().isInUse() ? first : last).add(node);
        }
      }
      first.addAll(last);
      return first;
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
