package io.matapalo.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.RouterConfig;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.MariaDbNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes that all take writes: each instance on its own, conflicts and lost quorum. */
final class RoutedGaleraIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Galera cluster;

  @BeforeAll
  static void start() throws SQLException {
    cluster = Galera.inFolder(folder);
    cluster.createDatabase("shop");
    try (Connection connection = onNode("a")) {
      run(connection, "create table item (id int primary key, stock int) engine=innodb");
      run(connection, "insert into item values (1, 100), (2, 100), (3, 100), (4, 100)");
    }
    cluster.awaitCaughtUp(SOON);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Connection onNode(String node) throws SQLException {
    String url =
        cluster.jdbcUrl("shop").replace("jdbc:", "jdbc:matapalo:")
            + "&matapalo.topology=multi-primary&matapalo.instance=on-"
            + node
            + "&matapalo.node-names=a,b,c&matapalo.node="
            + node
            + "&matapalo.health.interval=50ms&matapalo.health.timeout=10s";
    return DriverManager.getConnection(url, cluster.user(), cluster.password());
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }

  private static MariaDbNode node(String name) {
    return cluster.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Where another test has just taken the node from the group, it goes home some time later. */
  @Test
  void eachInstanceWorksOnItsNode() throws SQLException {
    for (String name : List.of("a", "b", "c")) {
      try (Connection connection = onNode(name)) {
        await().atMost(SOON).until(() -> number(connection, "select @@port") == node(name).port());
      }
    }
  }

  @Test
  void aConflictThatIsSwallowedStoresNoHalfTransaction() throws SQLException {
    try (Connection one = onNode("a");
        Connection other = onNode("b")) {
      one.setAutoCommit(false);
      run(one, "update item set stock = stock - 1 where id = 1");
      run(other, "update item set stock = stock - 5 where id = 1");
      SQLException conflict = awaitConflict(one);
      assertThat(conflict.getErrorCode()).isEqualTo(1213);
      assertThatThrownBy(() -> run(one, "update item set stock = 0 where id = 2"))
          .hasMessageContaining("can only be rolled back");
      assertThatThrownBy(one::commit).hasMessageContaining("can only be rolled back");
      one.rollback();
      one.setAutoCommit(true);
      cluster.awaitCaughtUp(SOON);
      assertThat(number(one, "select stock from item where id = 1")).isEqualTo(95);
      assertThat(number(one, "select stock from item where id = 2")).isEqualTo(100);
    }
  }

  private static SQLException awaitConflict(Connection connection) {
    SQLException[] seen = new SQLException[1];
    await()
        .atMost(SOON)
        .until(() -> {
          seen[0] =
              catchThrowableOfType(
                  SQLException.class,
                  () -> run(connection, "update item set stock = stock - 1 where id = 3"));
          return seen[0] != null;
        });
    return seen[0];
  }

  @Test
  void aNodeWithoutQuorumIsLeft() throws SQLException {
    RouterConfig config = config("c");
    try (ReplicaRouter router = ReplicaRouter.create(config)) {
      assertThat(portOf(router)).isEqualTo(node("c").port());
      cluster.partition(node("c"));
      try {
        await().atMost(SOON).until(() -> !status(router, "c").usable());
        int port = portOf(router);
        assertThat(port).isNotEqualTo(node("c").port());
      } finally {
        cluster.heal(node("c"));
      }
      await().atMost(SOON).until(() -> status(router, "c").usable());
    }
  }

  @Test
  void jdbiWorksOverIt() {
    try (ReplicaRouter router = ReplicaRouter.create(config("b"))) {
      Jdbi jdbi = Jdbi.create(router.dataSource());
      int stock =
          jdbi.inTransaction(handle -> {
            handle.execute("update item set stock = stock - ? where id = ?", 7, 4);
            return handle
                .createQuery("select stock from item where id = 4")
                .mapTo(Integer.class)
                .one();
          });
      assertThat(stock).isEqualTo(93);
    }
  }

  private static RouterConfig config(String own) {
    List<Node> nodes =
        cluster.nodes().stream().map(node -> Node.of(node.name(), node.jdbcUrl("shop"))).toList();
    return RouterConfig.of(
            TopologyKind.MULTI_PRIMARY,
            nodes,
            "vm1",
            new RouterConfig.Credentials(cluster.user(), cluster.password()))
        .withPool(RouterConfig.Pool.ofSize(2))
        .withNodeOverride(own)
        .withSetting("health.interval", "50ms")
        .withSetting("health.timeout", "10s")
        .withSetting("health.return-after", "0ms");
  }

  private static int portOf(ReplicaRouter router) throws SQLException {
    try (Connection connection = router.dataSource().getConnection()) {
      return number(connection, "select @@port");
    }
  }

  private static NodeStatus status(ReplicaRouter router, String node) {
    return router.view().nodes().stream()
        .filter(status -> status.node().name().equals(node))
        .findFirst()
        .orElseThrow();
  }
}
