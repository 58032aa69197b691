package io.matapalo.router.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.MariaDbNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The same database on three nodes that all take writes. */
final class OrdersCluster implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Galera cluster;

  private OrdersCluster(Galera cluster) {
    this.cluster = cluster;
  }

  static OrdersCluster start(Path folder) throws SQLException {
    Galera cluster = Galera.inFolder(folder);
    cluster.createDatabase("orders");
    OrdersDatabase.fill(
        cluster.nodes().getFirst().jdbcUrl("orders"), cluster.user(), cluster.password());
    cluster.awaitCaughtUp(SOON);
    return new OrdersCluster(cluster);
  }

  /** The application's data source for all three, placed by the instance's name. */
  String contextXml(String instance) {
    String url =
        cluster.jdbcUrl("orders").replaceFirst("^jdbc:", "jdbc:matapalo:")
            + "&matapalo.topology=multi-primary&matapalo.health.timeout=10s&matapalo.instance="
            + instance;
    return ForeignWar.contextXml(url, cluster.user(), cluster.password());
  }

  /** One that leaves everything to the system properties of that name. */
  String contextXmlNamed(String name) {
    String url = cluster.jdbcUrl("orders").replaceFirst("//[^/]+/", "//nowhere.invalid:3306/");
    return ForeignWar.contextXml(
        url.replaceFirst("^jdbc:", "jdbc:matapalo:") + "&matapalo.name=" + name,
        cluster.user(),
        cluster.password());
  }

  /** As a setting takes them. */
  String hosts() {
    return cluster.nodes().stream()
        .map(node -> "127.0.0.1:" + node.port())
        .collect(Collectors.joining(","));
  }

  List<MariaDbNode> alive() {
    return cluster.nodes().stream().filter(MariaDbNode::isAlive).toList();
  }

  /** How many queries each node has answered, those of the routers' watch among them. */
  Map<String, Long> queries() throws SQLException {
    Map<String, Long> queries = new HashMap<>();
    for (MariaDbNode node : alive()) {
      queries.put(node.name(), number(node, "show global status like 'Com_select'", 2));
    }
    return queries;
  }

  /** What the application has counted, as this node has it. */
  long visits(MariaDbNode node) throws SQLException {
    cluster.awaitCaughtUp(node, SOON);
    return number(node, "select times from visit where page = 'orders'", 1);
  }

  private long number(MariaDbNode node, String sql, int column) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                node.jdbcUrl("orders"), cluster.user(), cluster.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getLong(column);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
