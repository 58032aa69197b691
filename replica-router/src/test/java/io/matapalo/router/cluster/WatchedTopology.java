package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.cluster.health.HealthSettings;
import io.matapalo.router.placement.PlacementSettings;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.testkit.topology.DatabaseNode;
import io.matapalo.testkit.topology.Topology;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A cluster that watches real servers for instance {@code vm1}, placed on the second node; and a
 * borrower who asks it for nodes all the while and must never wait for anybody. Closing tells by
 * the JVM's count of his waits whether he has.
 */
final class WatchedTopology implements AutoCloseable {

  private static final Duration LONG = Duration.ofMinutes(2);

  /** Of a server; longer than a busy machine lets a healthy one wait. */
  private static final String TIMEOUT = "3s";

  private final Topology topology;
  private final Cluster cluster;
  private final Set<String> gone = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean asking = new AtomicBoolean(true);
  private final AtomicLong rests = new AtomicLong();
  private long blockedAtFirst;
  private final Thread borrower = Thread.ofPlatform().daemon().unstarted(this::ask);

  private WatchedTopology(Topology topology, Cluster cluster) {
    this.topology = topology;
    this.cluster = cluster;
  }

  static WatchedTopology of(Topology topology, String time) {
    return of(topology, time, node -> node.jdbcUrl("shop"));
  }

  /** {@code time}: after which a lost node is used again, and the most lag. */
  static WatchedTopology of(Topology topology, String time, Function<DatabaseNode, String> urls) {
    List<Node> nodes =
        topology.nodes().stream().map(node -> Node.of(node.name(), urls.apply(node))).toList();
    String plan =
        "vm1:%s,vm2:%s,vm3:%s"
            .formatted(nodes.get(1).name(), nodes.get(2).name(), nodes.get(0).name());
    ClusterSettings settings =
        new ClusterSettings(
            TopologyKind.parse(topology.kind()),
            nodes,
            "vm1",
            PlacementSettings.from(Map.of("plan", plan)),
            HealthSettings.from(
                Map.of(
                    "health.return-after",
                    time,
                    "health.max-lag",
                    time,
                    "health.timeout",
                    TIMEOUT)));
    WatchedTopology watched =
        new WatchedTopology(
            topology,
            Cluster.open(
                settings,
                new DriverOpener(topology.user(), topology.password()),
                Thread.ofPlatform().factory(),
                System::nanoTime));
    watched.cluster.onLost(node -> watched.gone.add(node.name()));
    watched.borrower.start();
    await().atMost(LONG).until(() -> watched.rests.get() > 10);
    watched.blockedAtFirst = watched.waits().getBlockedCount();
    return watched;
  }

  private void ask() {
    while (asking.get()) {
      cluster.candidates(Intent.READ);
      cluster.candidates(Intent.WRITE);
      rests.incrementAndGet();
      LockSupport.parkNanos(100_000);
    }
  }

  List<String> names(Intent intent) {
    return cluster.candidates(intent).stream().map(Node::name).toList();
  }

  NodeStatus status(String name) {
    return cluster.view().nodes().stream()
        .filter(status -> status.node().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until the node is no candidate; when it must be is for tests with a manual clock. */
  void awaitLeft(String name, Intent intent) {
    long before = System.nanoTime();
    await()
        .atMost(LONG)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !names(intent).contains(name));
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    System.out.println(
        "left " + name + " after " + took.toMillis() + " ms: " + status(name).reason());
  }

  void awaitWithoutLag(String name) {
    await().atMost(LONG).until(() -> status(name).lagMillis() == 0);
  }

  void awaitBack(String name, Intent intent) {
    await().atMost(LONG).until(() -> names(intent).contains(name));
  }

  void awaitFirst(String name, Intent intent) {
    await().atMost(LONG).until(() -> names(intent).indexOf(name) == 0);
  }

  void awaitOnly(String name, Intent intent) {
    await().atMost(LONG).until(() -> names(intent).equals(List.of(name)));
  }

  void awaitGone(String name) {
    await().atMost(LONG).until(() -> gone.contains(name));
  }

  void awaitPositions() {
    await()
        .atMost(LONG)
        .until(() -> cluster.view().nodes().stream().noneMatch(node -> node.position().isEmpty()));
  }

  /** A transaction on that node. */
  void write(DatabaseNode node) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                node.jdbcUrl("shop"), topology.user(), topology.password());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("create table if not exists written (at int)");
      statement.executeUpdate("insert into written values (1)");
    }
  }

  /** Something that only the administrator may do. */
  static void administer(Topology topology, DatabaseNode node, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                node.jdbcUrl("mysql"), topology.administrator(), topology.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  Cluster cluster() {
    return cluster;
  }

  @Override
  public void close() {
    ThreadInfo waits = waits();
    long most = rests.get();
    asking.set(false);
    cluster.close();
    assertThat(waits.getBlockedCount()).as("locks waited for").isEqualTo(blockedAtFirst);
    assertThat(waits.getWaitedCount()).as("waits but for its rests").isLessThanOrEqualTo(most);
  }

  private ThreadInfo waits() {
    return ManagementFactory.getThreadMXBean().getThreadInfo(borrower.threadId());
  }
}
