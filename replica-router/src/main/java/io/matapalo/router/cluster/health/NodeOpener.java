package io.matapalo.router.cluster.health;

import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Opens connections of the monitoring account for probes. Thread-safe. */
@FunctionalInterface
public interface NodeOpener {

  /**
   * A connection to {@code node} by the bare driver. {@code timeout} must bound the connecting and
   * every later read of it ({@code connectTimeout} and {@code socketTimeout} of the drivers), since
   * an attempt to connect cannot be broken off from outside.
   */
  Connection open(Node node, Duration timeout) throws SQLException;
}
