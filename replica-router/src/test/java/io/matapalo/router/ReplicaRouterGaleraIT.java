package io.matapalo.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.router.transaction.OutcomeRows;
import io.matapalo.router.transaction.TransactionPolicy;
import io.matapalo.router.transaction.outcome.Outcome;
import io.matapalo.router.transaction.outcome.Resolution;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.MariaDbNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units of work by the router's own pools, on three nodes of which one is killed meanwhile. */
final class ReplicaRouterGaleraIT {

  private static final TransactionPolicy SELL =
      TransactionPolicy.writing("Shop.sell").withAttempts(100).withDeadline(Duration.ofMinutes(2));
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int CALLERS = 3;

  /** The router's own: its watch, and what asks for positions. */
  private static final int WATCHING = 3;

  private static final int UNITS_BEFORE = 30;
  private static final int UNITS_AFTER = 30;

  @TempDir static Path folder;
  private static Galera cluster;

  /** What callers were told, by unit of work. */
  private final Map<String, Outcome<Integer>> told = new ConcurrentHashMap<>();

  @BeforeAll
  static void start() throws Exception {
    cluster = Galera.inFolder(folder);
    cluster.createDatabase("shop");
    try (Connection connection = connection("a");
        Statement statement = connection.createStatement()) {
      statement.execute(OutcomeRows.table());
      statement.execute("create table sale (id int auto_increment primary key, unit varchar(40))");
    }
    cluster.awaitCaughtUp(SOON);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void everyAcknowledgedUnitIsStoredOnceWhenItsNodeIsKilled() throws Exception {
    try (ReplicaRouter router = ReplicaRouter.create(config("b"))) {
      CountDownLatch warm = new CountDownLatch(CALLERS);
      CountDownLatch killed = new CountDownLatch(1);
      List<Future<String>> callers = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
        for (int caller = 0; caller < CALLERS; caller++) {
          String name = "caller-" + caller;
          callers.add(threads.submit(() -> sell(router, name, warm, killed)));
        }
        assertThat(warm.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        node("b").kill();
        killed.countDown();
        for (Future<String> caller : callers) {
          assertThat(caller.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo("done");
        }
      }
      assertThat(router.view().nodes()).anyMatch(node -> !node.usable());
      check(router, stored("a"));
    }
  }

  /** Sells until the node is dead, at least so many before it dies, and so many from then on. */
  private String sell(
      ReplicaRouter router, String caller, CountDownLatch warm, CountDownLatch killed) {
    int after = 0;
    for (int number = 0; after < UNITS_AFTER; number++) {
      if (number == UNITS_BEFORE) {
        warm.countDown();
      }
      if (killed.getCount() == 0) {
        after++;
      }
      String unit = caller + "/" + number;
      told.put(unit, router.transactions().run(SELL, tx -> insert(tx.connection(), unit)));
    }
    return "done";
  }

  /** Ten thousand borrows with failed statements and aborts among them leave no more links. */
  @Test
  void itsPoolsLeakNothing() throws Exception {
    try (ReplicaRouter router = ReplicaRouter.create(config("c"))) {
      for (int i = 0; i < 10_000; i++) {
        try (Connection connection = router.dataSource().getConnection();
            Statement statement = connection.createStatement()) {
          connection.setAutoCommit(i % 3 != 0);
          borrowed(connection, statement, i);
        }
      }
      // The server ends a link a moment after it was broken off.
      await().atMost(SOON).until(() -> links("c") <= CALLERS + 1 + WATCHING);
      assertThat(links("c")).isPositive();
    }
  }

  private static void borrowed(Connection connection, Statement statement, int number)
      throws SQLException {
    if (number % 10 == 0) {
      assertThatThrownBy(() -> statement.execute("select nothing from nowhere"))
          .isInstanceOf(SQLException.class);
    } else {
      assertThat(statement.execute("do 1")).isFalse();
    }
    if (number % 100 == 0) {
      connection.abort(Runnable::run);
    }
  }

  /** Of the router's user, without the one that asks. */
  private static int links(String node) throws SQLException {
    try (Connection connection = connection(node);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) - 1 from information_schema.processlist where user = '"
                    + cluster.user()
                    + "'")) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }

  private static int insert(Connection connection, String unit) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into sale (unit) values (?)")) {
      insert.setString(1, unit);
      return insert.executeUpdate();
    }
  }

  private void check(ReplicaRouter router, Map<String, Integer> stored) {
    int acknowledged = 0;
    int unknown = 0;
    for (Map.Entry<String, Outcome<Integer>> one : told.entrySet()) {
      int times = stored.getOrDefault(one.getKey(), 0);
      if (one.getValue() instanceof Outcome.Committed) {
        acknowledged++;
        assertThat(times).as(one.getKey()).isEqualTo(1);
      } else if (one.getValue() instanceof Outcome.Unknown<Integer> open) {
        unknown++;
        Resolution proven = router.transactions().settle(open.id().orElseThrow());
        assertThat(proven).isNotInstanceOf(Resolution.Open.class);
        assertThat(times).isEqualTo(proven instanceof Resolution.Committed ? 1 : 0);
      } else {
        assertThat(times).as(one.getKey()).isZero();
      }
    }
    System.out.printf(
        "galera: %d units of work, %d acknowledged, %d unknown; %s%n",
        told.size(), acknowledged, unknown, router.transactions().metrics());
    // The cluster lives, so all who ask long enough are served.
    assertThat(acknowledged + unknown).isEqualTo(told.size());
    assertThat(acknowledged).isGreaterThanOrEqualTo(CALLERS * (UNITS_BEFORE + UNITS_AFTER - 1));
  }

  private static Map<String, Integer> stored(String node) throws SQLException {
    Map<String, Integer> stored = new HashMap<>();
    cluster.awaitCaughtUp(node(node), SOON);
    try (Connection connection = connection(node);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select unit, count(*) from sale group by 1")) {
      while (row.next()) {
        stored.put(row.getString(1), row.getInt(2));
      }
    }
    return stored;
  }

  private static Connection connection(String node) throws SQLException {
    return DriverManager.getConnection(
        node(node).jdbcUrl("shop"), cluster.user(), cluster.password());
  }

  private static MariaDbNode node(String name) {
    return cluster.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static RouterConfig config(String own) {
    List<Node> nodes =
        cluster.nodes().stream().map(node -> Node.of(node.name(), node.jdbcUrl("shop"))).toList();
    return RouterConfig.of(
            TopologyKind.MULTI_PRIMARY,
            nodes,
            "vm1",
            new RouterConfig.Credentials(cluster.user(), cluster.password()))
        .withPool(RouterConfig.Pool.ofSize(CALLERS + 1))
        .withNodeOverride(own)
        .withSetting("health.timeout", "10s")
        .withSetting("retry.budget-floor", "1000");
  }
}
