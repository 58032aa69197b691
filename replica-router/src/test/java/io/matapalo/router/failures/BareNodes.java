package io.matapalo.router.failures;

import io.matapalo.router.cluster.Routes;
import io.matapalo.router.freshness.FreshnessGate;
import io.matapalo.router.jdbc.RoutedConnection;
import io.matapalo.router.link.NodeConnections;
import io.matapalo.router.link.ReadOnlyOperations;
import io.matapalo.router.pinning.Deadline;
import io.matapalo.router.pinning.Routing;
import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.TopologyKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Nodes in a fixed order, without pool or watching; what was suspected and thrown away. */
final class BareNodes implements Routes, NodeConnections {

  final List<String> suspected = new CopyOnWriteArrayList<>();
  final List<String> discarded = new CopyOnWriteArrayList<>();
  private final List<Node> nodes;
  private final Login login;

  BareNodes(List<Node> nodes, Login login) {
    this.nodes = List.copyOf(nodes);
    this.login = login;
  }

  RoutedConnection connection() {
    return new RoutedConnection(
        new Routing(
            this,
            this,
            FreshnessGate.OFF,
            ReadOnlyOperations.NONE,
            new Deadline(Duration.ofSeconds(5), System::nanoTime)));
  }

  /** With autocommit off. */
  RoutedConnection begin() throws SQLException {
    RoutedConnection connection = connection();
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public List<Node> candidates(Intent intent) {
    return nodes;
  }

  @Override
  public ClusterView view() {
    return new ClusterView(
        TopologyKind.MULTI_PRIMARY,
        Engine.GALERA,
        nodes.stream().map(NodeStatus::unknown).toList(),
        1);
  }

  @Override
  public void suspect(Node node, String reason) {
    suspected.add(node.name());
  }

  @Override
  public Connection borrow(Node node) throws SQLException {
    return DriverManager.getConnection(node.jdbcUrl(), login.user(), login.password());
  }

  @Override
  public void giveBack(Node node, Connection physical) {
    close(physical);
  }

  @Override
  public void discard(Node node, Connection physical) {
    discarded.add(node.name());
    close(physical);
  }

  @Override
  public Connection opened(Connection physical) {
    return physical;
  }

  @Override
  public boolean arePooled() {
    return false;
  }

  private static void close(Connection physical) {
    try {
      physical.close();
    } catch (SQLException e) {
      throw new AssertionError("a connection does not close", e);
    }
  }
}
