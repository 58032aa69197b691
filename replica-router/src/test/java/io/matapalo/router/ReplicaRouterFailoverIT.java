package io.matapalo.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.retry.Cause;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.router.transaction.OutcomeRows;
import io.matapalo.router.transaction.TransactionPolicy;
import io.matapalo.router.transaction.outcome.Outcome;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.Resolution;
import io.matapalo.router.transaction.outcome.TransactionException;
import io.matapalo.testkit.relay.CommandMatcher;
import io.matapalo.testkit.relay.Fault;
import io.matapalo.testkit.relay.FaultRelay;
import io.matapalo.testkit.topology.MariaDbNode;
import io.matapalo.testkit.topology.ReplicaSet;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The router's own pools and units of work over a primary, which fails, and two replicas. */
final class ReplicaRouterFailoverIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final TransactionPolicy SELL =
      TransactionPolicy.writing("Shop.sell").withAttempts(100).withDeadline(SOON);

  @TempDir Path folder;
  private ReplicaSet set;
  private FaultRelay relay;
  private ReplicaRouter router;

  @BeforeEach
  void start() throws Exception {
    set = ReplicaSet.inFolder(folder);
    set.createDatabase("shop");
    try (Connection connection = connection(set.primary());
        Statement statement = connection.createStatement()) {
      statement.execute(OutcomeRows.table());
      statement.execute("create table sale (id int auto_increment primary key, unit varchar(40))");
    }
    set.awaitCaughtUp(SOON);
    relay = FaultRelay.toPort(node("a").port());
    open(config(Duration.ofMillis(500)));
  }

  private void open(RouterConfig config) {
    router = ReplicaRouter.create(config);
    // The first connection of a pool may take a busy machine longer than the borrow timeout.
    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(TransactionException.class)
        .untilAsserted(() -> assertThat(router.transactions()).isNotNull());
  }

  @AfterEach
  void stop() {
    try (ReplicaSet servers = set;
        FaultRelay between = relay;
        ReplicaRouter last = router) {
      assertThat(servers).isNotNull();
      assertThat(between).isNotNull();
      assertThat(last).isNotNull();
    }
  }

  /**
   * Two commits lose their answers, one that arrived and one that did not; then the primary dies
   * with a unit of work on it. No absence of a row is taken for a proof until somebody says that
   * the failover is final.
   */
  @Test
  void unitsOfWorkGoOnAtTheNewPrimaryAndWhatIsUnknownStaysSo() throws Exception {
    assertThat(sell("first")).isInstanceOf(Outcome.Committed.class);
    OutcomeId arrived = sellInDoubt("arrived", Fault.LOSE_ANSWER);
    OutcomeId lost = sellInDoubt("lost", Fault.CUT_BEFORE);
    set.awaitCaughtUp(SOON);

    Outcome<Integer> across =
        router
            .transactions()
            .run(
                SELL,
                tx -> {
                  insert(tx.connection(), "across");
                  if (tx.attempt() == 1) {
                    node("a").kill();
                    set.failOver(node("c"));
                  }
                  return insert(tx.connection(), "across too");
                });
    assertThat(across).isEqualTo(new Outcome.Committed<>(1));
    assertThat(retries(Cause.LINK_LOST)).as("the link to the dead primary").isEqualTo(1);
    assertThat(sell("after")).isInstanceOf(Outcome.Committed.class);
    for (String unit : List.of("first", "across", "across too", "after", "arrived")) {
      assertThat(stored(unit)).as(unit).isEqualTo(1);
    }

    assertThat(router.transactions().outcomeOf(arrived)).isInstanceOf(Resolution.Committed.class);
    assertThat(router.transactions().outcomeOf(lost)).isInstanceOf(Resolution.Open.class);
    assertThat(stored("lost")).isZero();
    assertThat(router.transactions().settle(lost)).isInstanceOf(Resolution.NotCommitted.class);
    assertThat(router.transactions().outcomeOf(lost)).isInstanceOf(Resolution.NotCommitted.class);
    assertThat(stored("lost")).isZero();
  }

  /** Nothing is sent while there is no primary: waiting for one takes nothing from a budget. */
  @Test
  void callersWaitTogetherForTheNewPrimary() throws Exception {
    router.close();
    open(
        config(Duration.ofMillis(500))
            .withSetting("retry.node-wait", "2m")
            .withSetting("retry.budget-share", "0")
            .withSetting("retry.budget-floor", "0"));
    set.awaitCaughtUp(SOON);
    node("a").kill();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outcome<Integer>>> calls =
          IntStream.range(0, 30).mapToObj(i -> callers.submit(() -> sell("call " + i))).toList();
      await().atMost(SOON).until(() -> retries(Cause.NO_NODE) >= 60);
      set.failOver(node("c"));
      for (Future<Outcome<Integer>> call : calls) {
        assertThat(call.get()).isEqualTo(new Outcome.Committed<>(1));
      }
    }
    for (int i = 0; i < 30; i++) {
      assertThat(stored("call " + i)).as("call %d", i).isEqualTo(1);
    }
  }

  private long retries(Cause cause) {
    return router.transactions().metrics().of("Shop.sell").retries().getOrDefault(cause, 0L);
  }

  private Outcome<Integer> sell(String unit) {
    return router.transactions().run(SELL, tx -> insert(tx.connection(), unit));
  }

  /** The relay lets nobody ask until the deadline of asking is over. */
  private OutcomeId sellInDoubt(String unit, Fault fault) {
    relay.onNext(CommandMatcher.commit(), fault);
    Outcome<Integer> outcome =
        router
            .transactions()
            .run(
                SELL,
                tx -> {
                  relay.refuse();
                  return insert(tx.connection(), unit);
                });
    relay.accept();
    await().atMost(SOON).until(this::takesWrites);
    assertThat(outcome).isInstanceOf(Outcome.Unknown.class);
    return ((Outcome.Unknown<Integer>) outcome).id().orElseThrow();
  }

  private boolean takesWrites() {
    try (Connection connection = router.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      return !statement.execute("do 1");
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void jdbiReadsOnAReplicaAndWritesOnThePrimary() {
    router.close();
    router = ReplicaRouter.create(config(SOON));
    Jdbi jdbi = Jdbi.create(router.dataSource());
    jdbi.useHandle(handle -> handle.execute("insert into sale (unit) values (?)", "by handle"));
    int written =
        jdbi.inTransaction(handle -> {
          handle.execute("insert into sale (unit) values (?)", "in transaction");
          return handle.select("select @@port").mapTo(Integer.class).one();
        });
    assertThat(written).isEqualTo(set.primary().port());
    List<Integer> read =
        jdbi.withHandle(handle -> {
          handle.setReadOnly(true);
          return handle.inTransaction(reading ->
              List.of(
                  reading.select("select @@port").mapTo(Integer.class).one(),
                  reading.select("select count(*) from sale").mapTo(Integer.class).one()));
        });
    assertThat(read).containsExactly(node("b").port(), 2);
    int after =
        jdbi.inTransaction(handle -> handle.select("select @@port").mapTo(Integer.class).one());
    assertThat(after).isEqualTo(set.primary().port());
  }

  private static int insert(Connection connection, String unit) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into sale (unit) values (?)")) {
      insert.setString(1, unit);
      return insert.executeUpdate();
    }
  }

  private int stored(String unit) throws SQLException {
    try (Connection connection = connection(set.primary());
        PreparedStatement query =
            connection.prepareStatement("select count(*) from sale where unit = ?")) {
      query.setString(1, unit);
      try (ResultSet row = query.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getInt(1);
      }
    }
  }

  private Connection connection(MariaDbNode node) throws SQLException {
    return DriverManager.getConnection(node.jdbcUrl("shop"), set.user(), set.password());
  }

  private MariaDbNode node(String name) {
    return set.nodes().stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }

  private RouterConfig config(Duration borrowing) {
    String viaRelay = node("a").jdbcUrl("shop").replace(":" + node("a").port(), ":" + relay.port());
    return RouterConfig.of(
            TopologyKind.PRIMARY_REPLICA,
            List.of(
                Node.of("a", viaRelay),
                Node.of("b", node("b").jdbcUrl("shop")),
                Node.of("c", node("c").jdbcUrl("shop"))),
            "vm1",
            new RouterConfig.Credentials(set.user(), set.password()))
        .withPool(
            new RouterConfig.Pool(4, 0, borrowing, Duration.ofMillis(250), Duration.ofMinutes(1)))
        .withNodeOverride("b")
        .withSetting("health.interval", "50ms")
        .withSetting("health.timeout", "10s")
        .withSetting("marks.wait", "10s")
        .withSetting("health.return-after", "0ms")
        .withSetting("outcome.deadline", "1s")
        .withSetting("retry.budget-floor", "1000");
  }
}
