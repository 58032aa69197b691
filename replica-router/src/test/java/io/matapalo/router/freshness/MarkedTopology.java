package io.matapalo.router.freshness;

import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.Role;
import io.matapalo.testkit.topology.DatabaseNode;
import io.matapalo.testkit.topology.Topology;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The marks of one instance over real servers. */
final class MarkedTopology implements AutoCloseable {

  static final String SECRET = "a secret of the test's own";

  /** Whose driver. */
  enum Driver {
    CONNECTOR_J,
    MARIADB_CONNECTOR_J
  }

  private final Topology servers;
  private final Driver driver;
  private final Marks marks;

  MarkedTopology(Topology servers, Driver driver, Map<String, String> settings) {
    this.servers = servers;
    this.driver = driver;
    List<Node> nodes = servers.nodes().stream().map(this::node).toList();
    this.marks = Marks.create(MarkSettings.from(settings), nodes, node -> connect(node.jdbcUrl()));
  }

  /** One with a secret, that waits for a node as long as it may. */
  static MarkedTopology of(Topology servers, Driver driver) {
    return waiting(servers, driver, "10s");
  }

  /** One that waits so long for a node to be fresh. */
  static MarkedTopology waiting(Topology servers, Driver driver, String wait) {
    return new MarkedTopology(
        servers,
        driver,
        Map.of("marks.secret", SECRET, "marks.cluster", "test", "marks.wait", wait));
  }

  Marks marks() {
    return marks;
  }

  MarkedNode open(DatabaseNode server, Role role) throws SQLException {
    Node node = node(server);
    return new MarkedNode(marks.gate(), MarkedNode.status(node, role), connect(node.jdbcUrl()));
  }

  private Node node(DatabaseNode server) {
    String url = server.jdbcUrl("marks");
    return Node.of(
        server.name(),
        driver == Driver.CONNECTOR_J
            ? url
            : "jdbc:mariadb://127.0.0.1:" + server.port() + "/marks?sslMode=disable");
  }

  private Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, servers.user(), servers.password());
  }

  @Override
  public void close() {
    marks.close();
  }
}
