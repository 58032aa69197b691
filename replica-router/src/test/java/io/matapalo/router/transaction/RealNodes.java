package io.matapalo.router.transaction;

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
import io.matapalo.router.topology.Role;
import io.matapalo.router.topology.TopologyKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Routed connections to real servers, without pool and monitor: transactions begin on the first
 * node of the order that a test gives. Thread-safe.
 */
final class RealNodes implements Routes, NodeConnections {

  private final TopologyKind kind;
  private final String user;
  private final String password;
  private volatile List<Node> order;

  RealNodes(TopologyKind kind, List<Node> order, String user, String password) {
    this.kind = kind;
    this.order = List.copyOf(order);
    this.user = user;
    this.password = password;
  }

  /** From now on transactions begin on the first of these. */
  void prefer(List<Node> changed) {
    order = List.copyOf(changed);
  }

  DataSource source() {
    Routing routing =
        new Routing(
            this,
            this,
            FreshnessGate.OFF,
            ReadOnlyOperations.NONE,
            new Deadline(Duration.ofSeconds(2), System::nanoTime));
    return FakeConnection.proxy(
        DataSource.class,
        (method, given) -> {
          if (!method.equals("getConnection")) {
            throw new UnsupportedOperationException(method);
          }
          return new RoutedConnection(routing);
        });
  }

  /** Runs statements on one node, beside everything. */
  void execute(Node node, String... statements) throws SQLException {
    try (Connection connection = borrow(node);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of the only row. */
  long number(Node node, String sql) throws SQLException {
    try (Connection connection = borrow(node);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new SQLException("no row from " + sql);
      }
      return row.getLong(1);
    }
  }

  /** The statement of the change log that the jar ships. */
  static String outcomeTable() throws IOException {
    try (InputStream file =
        TransactionRunner.class.getResourceAsStream("/matapalo/outcome-changelog.sql")) {
      if (file == null) {
        throw new IOException("the change log is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("--"))
          .collect(Collectors.joining("\n"))
          .replace(";", "");
    }
  }

  @Override
  public List<Node> candidates(Intent intent) {
    return order;
  }

  @Override
  public ClusterView view() {
    List<NodeStatus> all =
        order.stream()
            .map(node -> new NodeStatus(node, true, Role.PRIMARY, "", "", 0, node.name()))
            .toList();
    return new ClusterView(kind, Engine.MARIADB, all, 1);
  }

  @Override
  public void suspect(Node node, String reason) {}

  @Override
  public Connection borrow(Node node) throws SQLException {
    return DriverManager.getConnection(node.jdbcUrl(), user, password);
  }

  @Override
  public void giveBack(Node node, Connection physical) {
    discard(node, physical);
  }

  @Override
  public void discard(Node node, Connection physical) {
    try {
      physical.close();
    } catch (SQLException e) {
      // It is gone either way.
      return;
    }
  }

  @Override
  public Connection opened(Connection physical) {
    return physical;
  }

  @Override
  public boolean arePooled() {
    return true;
  }
}
