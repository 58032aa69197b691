package io.matapalo.router.freshness;

import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.freshness.position.Positions;
import io.matapalo.router.freshness.position.Positions.Wait;
import io.matapalo.router.freshness.position.ServerFacts;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import java.time.Duration;

/** The server that a connection leads to, with what is known of it. Thread-safe. */
record Server(NodeStatus node, NodeProgress progress, ServerFacts facts, Duration longestWait) {

  String name() {
    return node.node().name();
  }

  boolean isPrimary() {
    return node.role() == Role.PRIMARY;
  }

  /** How long it is waited for. */
  Wait patience() {
    return new Wait(isPrimary(), longestWait.toMillis());
  }

  Positions positions() {
    return facts.positions();
  }

  /** What the monitor reported last: all that was written there, and what others wrote between. */
  GtidSet reported() {
    return progress.reported(node, positions().dialect().nothing());
  }
}
