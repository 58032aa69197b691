package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.Look;
import io.matapalo.router.topology.NodeStatus;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Logger;

/** Logs changes of nodes, each once. Confined to the cluster's lock. */
final class StateLog {

  private final Logger log;
  private final Set<String> warned = new HashSet<>();

  StateLog(Logger log) {
    this.log = log;
  }

  /** Did anything that routing depends on change? */
  boolean tell(Assessment before, Assessment after) {
    boolean changed =
        !before.readers().equals(after.readers()) || !before.writers().equals(after.writers());
    for (int i = 0; i < after.nodes().size(); i++) {
      changed |= tell(before.nodes().get(i), after.nodes().get(i));
      warnOfRights(after.watched().get(i));
    }
    if (!after.alarm().equals(before.alarm())) {
      log.severe(() -> after.alarm().isEmpty() ? "there is one primary again" : after.alarm());
    }
    return changed;
  }

  private boolean tell(NodeStatus before, NodeStatus after) {
    boolean same = before.usable() == after.usable() && before.role() == after.role();
    if (same && !(isUnseen(before) && !isUnseen(after))) {
      return false;
    }
    if (after.usable()) {
      log.info(() -> "node " + after.node().name() + " is usable as " + after.role());
    } else {
      log.info(() -> "node " + after.node().name() + " is not usable: it " + after.reason());
    }
    return true;
  }

  private static boolean isUnseen(NodeStatus status) {
    return status.equals(NodeStatus.unknown(status.node()));
  }

  private void warnOfRights(Watched node) {
    Look look = node.look();
    if (look != null
        && look.replication().state() == Look.Replication.State.FORBIDDEN
        && warned.add(node.node().name())) {
      log.warning(() -> "node " + node.node().name() + ": " + look.replication().trouble());
    }
  }
}
