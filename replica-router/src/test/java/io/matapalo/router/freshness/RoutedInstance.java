package io.matapalo.router.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.RouterConfig;
import io.matapalo.router.freshness.MarkedTopology.Driver;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.testkit.topology.DatabaseNode;
import io.matapalo.testkit.topology.Topology;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One instance of an application, with the router's defaults but for its own node: it writes rows
 * and counts them, each call under autocommit. Thread-safe.
 */
final class RoutedInstance implements AutoCloseable {

  /** 1.3 s until a silent node is left, and 6 s for which Galera itself holds up all writers. */
  static final Duration BOUND = Duration.ofSeconds(8);

  private static final int CALLS = 50;

  private final ReplicaRouter router;
  private final AtomicLong acknowledged = new AtomicLong();
  private final ConcurrentLinkedQueue<Refused> refused = new ConcurrentLinkedQueue<>();

  /** A call that failed, and when. */
  record Refused(long nanos, SQLException thrown) {}

  RoutedInstance(Topology servers, Driver driver, DatabaseNode own) {
    List<Node> nodes =
        servers.nodes().stream().map(node -> Node.of(node.name(), url(node, driver))).toList();
    router =
        ReplicaRouter.create(
            RouterConfig.of(
                    TopologyKind.parse(servers.kind()),
                    nodes,
                    "vm1",
                    new RouterConfig.Credentials(servers.user(), servers.password()))
                .withNodeOverride(own.name())
                .withSetting("health.return-after", "0ms"));
  }

  private static String url(DatabaseNode node, Driver driver) {
    return driver == Driver.CONNECTOR_J
        ? node.jdbcUrl("shop")
        : "jdbc:mariadb://127.0.0.1:%d/shop?sslMode=disable&allowPublicKeyRetrieval=true"
            .formatted(node.port());
  }

  static void createTable(DatabaseNode node) throws SQLException {
    try (Connection connection = node.server().connect("shop");
        Statement statement = connection.createStatement()) {
      statement.execute("create table written (id bigint auto_increment primary key)");
    }
  }

  /** Writes a row and reads all rows: what was acknowledged is among them. */
  void call() throws SQLException {
    try (Connection connection = router.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("insert into written values ()");
      acknowledged.incrementAndGet();
    }
    read();
  }

  /** Reads all rows: what was acknowledged before is among them. */
  void read() throws SQLException {
    long least = acknowledged.get();
    try (Connection connection = router.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      try (ResultSet row = statement.executeQuery("select count(*) from written")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getLong(1)).as("rows read").isGreaterThanOrEqualTo(least);
      }
    }
  }

  /** After a loss: calls fail for {@link #BOUND} at most, and then no more. */
  void goesOn(String what) throws SQLException {
    long begun = System.nanoTime();
    int before = refused.size();
    await().atMost(BOUND).pollInterval(Duration.ofMillis(10)).until(this::succeeds);
    System.out.printf(
        "%s: went on after %d ms and %d refused calls%n",
        what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), refused.size() - before);
    for (int call = 0; call < CALLS; call++) {
      call();
    }
  }

  /** Calls until the moment, of which none fails. */
  void callUntil(long nanos) throws SQLException {
    do {
      call();
    } while (System.nanoTime() - nanos < 0);
  }

  /** Whether a call went well; else it is noted. */
  boolean succeeds() {
    try {
      call();
      return true;
    } catch (SQLException e) {
      refused.add(new Refused(System.nanoTime(), e));
      return false;
    }
  }

  List<Refused> refused() {
    return List.copyOf(refused);
  }

  void awaitUsable(String node, Duration within) {
    await()
        .atMost(within)
        .until(() ->
            router.view().nodes().stream()
                .anyMatch(status -> status.node().name().equals(node) && status.usable()));
  }

  long acknowledged() {
    return acknowledged.get();
  }

  @Override
  public void close() {
    router.close();
  }
}
