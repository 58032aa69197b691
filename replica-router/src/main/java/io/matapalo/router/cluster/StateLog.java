package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.ProbeResult;
import io.matapalo.router.placement.InstancePlacement;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Logger;

/** Logs the placement, and each change of a node's state once. Confined to the cluster's lock. */
final class StateLog {

  private final Logger log;
  private final Set<String> warned = new HashSet<>();

  StateLog(Logger log) {
    this.log = log;
  }

  void logPlacement(InstancePlacement placement) {
    log.info(() ->
        "placed instance=%s node=%s reason=%s order=%s"
            .formatted(
                placement.placement().instance(),
                placement.placement().node().name(),
                placement.placement().reason(),
                placement.order().stream().map(Node::name).toList()));
    placement
        .plan()
        .ifPresent(plan -> log.info(() -> "placement of all instances " + plan.seats(Set.of())));
    placement.warnings().forEach(warning -> log.warning(() -> "placement: " + warning));
  }

  /** Logs what changed, and answers whether routing depends on any of it. */
  boolean log(ClusterAssessment before, ClusterAssessment after) {
    boolean changed =
        !before.readers().equals(after.readers()) || !before.writers().equals(after.writers());
    for (int i = 0; i < after.nodes().size(); i++) {
      changed |= logNode(before.nodes().get(i), after.nodes().get(i));
      warnOfRights(after.health().get(i));
    }
    if (!after.alarm().equals(before.alarm())) {
      log.severe(() -> after.alarm().isEmpty() ? "there is one primary again" : after.alarm());
    }
    return changed;
  }

  private boolean logNode(NodeStatus before, NodeStatus after) {
    boolean same = before.usable() == after.usable() && before.role() == after.role();
    if (same && !(isUnknown(before) && !isUnknown(after))) {
      return false;
    }
    if (after.usable()) {
      log.info(() -> "node " + after.node().name() + " is usable as " + after.role());
    } else {
      log.info(() -> "node " + after.node().name() + " is not usable: it " + after.reason());
    }
    return true;
  }

  private static boolean isUnknown(NodeStatus status) {
    return status.equals(NodeStatus.unknown(status.node()));
  }

  private void warnOfRights(NodeHealth node) {
    ProbeResult latest = node.latest();
    if (latest != null
        && latest.replication().state() == ProbeResult.Replication.State.FORBIDDEN
        && warned.add(node.node().name())) {
      log.warning(() -> "node " + node.node().name() + ": " + latest.replication().trouble());
    }
  }
}
