package io.matapalo.router.freshness;

import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.NodeStatus;
import java.sql.Connection;

/** The gate where marks are off: every node is fresh. Stateless. */
final class FreshnessOff implements FreshnessGate {

  @Override
  public void opened(Connection physical, NodeStatus node) {}

  @Override
  public Freshness ensure(Connection physical, NodeStatus node, Intent intent) {
    return Freshness.FRESH;
  }

  @Override
  public void written(Connection physical, NodeStatus node) {}

  @Override
  public void read(Connection physical, NodeStatus node) {}

  @Override
  public void closed(Connection physical) {}
}
