package io.matapalo.router.freshness;

import io.matapalo.router.freshness.MarkedTopology.Driver;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.Role;
import io.matapalo.testkit.mysql.MySql;
import io.matapalo.testkit.topology.Topology;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The marks of one instance over real MySQL servers; {@code wait} as setting marks.wait. */
final class MarkedMySql implements AutoCloseable {
  private final Driver driver;
  private final Marks marks;

  MarkedMySql(Topology servers, List<MySql> nodes, Driver driver, String wait) {
    this.driver = driver;
    this.marks =
        Marks.create(
            MarkSettings.from(
                Map.of(
                    "marks.secret",
                    MarkedTopology.SECRET,
                    "marks.cluster",
                    "test",
                    "marks.wait",
                    wait)),
            nodes.stream().map(this::node).toList(),
            node ->
                DriverManager.getConnection(node.jdbcUrl(), servers.user(), servers.password()));
  }

  Marks marks() {
    return marks;
  }

  MarkScope open() {
    return marks.open(Optional.empty());
  }

  MarkedNode connect(MySql server, Role role) throws SQLException {
    Node node = node(server);
    Connection connection =
        DriverManager.getConnection(node.jdbcUrl(), server.user(), server.password());
    return new MarkedNode(marks.gate(), MarkedNode.status(node, role), connection);
  }

  private Node node(MySql server) {
    return Node.of(
        server.name(),
        driver == Driver.CONNECTOR_J ? server.jdbcUrl("shop") : server.mariaDbDriverUrl("shop"));
  }

  @Override
  public void close() {
    marks.close();
  }
}
