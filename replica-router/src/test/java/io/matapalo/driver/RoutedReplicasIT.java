package io.matapalo.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.RouterConfig;
import io.matapalo.router.connection.DataLossException;
import io.matapalo.router.connection.TransactionState;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.testkit.topology.MariaDbNode;
import io.matapalo.testkit.topology.ReplicaSet;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code jdbc:matapalo:} over a primary with two replicas, below a pool that knows nothing of it.
 */
final class RoutedReplicasIT {

  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir Path folder;
  private ReplicaSet set;
  private HikariDataSource pool;

  @BeforeEach
  void start() {
    set = ReplicaSet.inFolder(folder);
    set.createDatabase("shop");
    pool = pool("10s");
    run("create table item (id int primary key, name varchar(20)) engine=innodb");
    run("create table home (port int)");
    set.awaitCaughtUp(SOON);
  }

  @AfterEach
  void stop() {
    pool.close();
    set.close();
  }

  private HikariDataSource pool(String timeout) {
    return poolOn("b", timeout);
  }

  private HikariDataSource poolOn(String node, String timeout) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url("&matapalo.node=" + node).replace("timeout=10s", "timeout=" + timeout));
    config.setUsername(set.user());
    config.setPassword(set.password());
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  private String url(String more) {
    return set.jdbcUrl("shop").replace("jdbc:", "jdbc:matapalo:")
        + "&matapalo.topology=primary-replica&matapalo.instance=vm1&matapalo.node-names=a,b,c"
        + "&matapalo.health.interval=50ms&matapalo.health.timeout=10s"
        + more;
  }

  private void run(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private static int port(Connection connection) throws SQLException {
    return number(connection, "select @@port");
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }

  private static void write(Connection connection, int id) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("insert into item (id, name) values (" + id + ", 'x')");
    }
  }

  private int portOf(String node) {
    return node(node).port();
  }

  private MariaDbNode node(String name) {
    return set.nodes().stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }

  private static String nodeOf(Connection connection) throws SQLException {
    return connection.unwrap(TransactionState.class).node().map(Node::name).orElse("none");
  }

  @Test
  void readsGoToThePlacedReplicaAndAllElseToThePrimary() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      assertThat(port(connection)).isEqualTo(portOf("b"));
      connection.setReadOnly(false);
      assertThat(port(connection)).isEqualTo(portOf("a"));
      connection.setAutoCommit(false);
      assertThat(port(connection)).isEqualTo(portOf("a"));
      write(connection, 1);
      assertThat(nodeOf(connection)).isEqualTo("a");
      assertThatThrownBy(() -> connection.setReadOnly(true)).hasMessageContaining("refused");
      connection.commit();
    }
  }

  /** Connector/J refuses a call by prepareCall, the server every other. */
  @Test
  void aProcedureThatWritesIsRefusedWhileReading() throws SQLException {
    run("create procedure buy(in id int) insert into item (id, name) values (id, 'x')");
    set.awaitCaughtUp(SOON);
    try (HikariDataSource onThePrimary = poolOn("a", "10s");
        Connection connection = onThePrimary.getConnection()) {
      connection.setReadOnly(true);
      assertThat(port(connection)).isEqualTo(portOf("a"));
      assertThatThrownBy(() -> write(connection, 1)).hasMessageContaining("read-only");
      assertThatThrownBy(() -> prepareCall(connection)).hasMessageContaining("read-only");
      assertThatThrownBy(() -> call(connection, 2))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1792));
      assertThat(number(connection, "select count(*) from item")).isZero();
    }
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      assertThatThrownBy(() -> call(connection, 3))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1290));
    }
  }

  private static void prepareCall(Connection connection) throws SQLException {
    try (CallableStatement call = connection.prepareCall("{call buy(1)}")) {
      call.execute();
    }
  }

  private static void call(Connection connection, int id) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("call buy(" + id + ")");
    }
  }

  @Test
  void aReadingTransactionSeesWhatTheSessionWrote() throws Exception {
    set.delay(node("b"), Duration.ofSeconds(1));
    set.delay(node("c"), Duration.ofSeconds(1));
    try (Connection connection = pool.getConnection()) {
      write(connection, 1);
      connection.setReadOnly(true);
      assertThat(number(connection, "select count(*) from item")).isEqualTo(1);
    }
  }

  @Test
  void aDemotedPrimaryIsLeftAndItsConnectionsToo() throws Exception {
    try (Connection connection = pool.getConnection()) {
      write(connection, 1);
    }
    set.promote(node("c"));
    SQLException refused = null;
    try (Connection connection = pool.getConnection()) {
      write(connection, 2);
    } catch (SQLException e) {
      refused = e;
    }
    if (refused != null) {
      assertThat(refused.getErrorCode()).isIn(0, 1290);
    }
    await().atMost(SOON).until(() -> writer() == portOf("c"));
    for (int id = 3; id < 20; id++) {
      try (Connection connection = pool.getConnection()) {
        write(connection, id);
      }
    }
  }

  private int writer() {
    try (Connection connection = pool.getConnection()) {
      return port(connection);
    } catch (SQLException e) {
      return -1;
    }
  }

  @Test
  void aNodeThatDiesWithinATransactionFailsItWhole() throws Exception {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      write(connection, 1);
      set.primary().kill();
      SQLException first = catchThrowableOfType(SQLException.class, () -> write(connection, 2));
      assertThat(first.getSQLState()).startsWith("08");
      assertThatThrownBy(() -> write(connection, 3)).isInstanceOf(SQLException.class);
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    }
    set.failOver(node("c"));
    await().atMost(SOON).until(() -> writer() == portOf("c"));
    try (Connection connection = pool.getConnection()) {
      assertThat(number(connection, "select count(*) from item")).isZero();
      write(connection, 4);
    }
  }

  /** The old primary dies with a write that no replica has received. */
  @Test
  void aSessionThatSawWhatAPromotionLostIsToldOnce() {
    set.replicas().forEach(set::stopApplying);
    run("insert into item (id, name) values (1, 'lost')");
    set.primary().kill();
    set.failOver(node("c"));
    List<SQLException> told = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    await()
        .atMost(SOON)
        .until(() -> {
          try (Connection connection = pool.getConnection()) {
            rows.add(number(connection, "select count(*) from item"));
          } catch (SQLException e) {
            told.add(e);
          }
          return rows.size() == 3;
        });
    assertThat(told.stream().filter(DataLossException.class::isInstance).count()).isEqualTo(1);
    assertThat(told.getLast() instanceof DataLossException).isTrue();
    assertThat(rows).containsOnly(0);
    run("insert into item (id, name) values (2, 'kept')");
  }

  @Test
  void theSessionsSettingsFollowToAnotherNode() throws Exception {
    try (Connection connection =
        DriverManager.getConnection(url("&matapalo.node=b"), set.user(), set.password())) {
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      connection.setCatalog("mysql");
      connection.setNetworkTimeout(Runnable::run, 12_345);
      connection.setReadOnly(true);
      assertThat(port(connection)).isEqualTo(portOf("b"));
      node("b").kill();
      await().atMost(SOON).until(() -> connection.isValid(10) && reads(connection));
      assertThat(port(connection)).isNotEqualTo(portOf("b"));
      assertThat(number(connection, "select @@tx_isolation = 'SERIALIZABLE'")).isEqualTo(1);
      assertThat(number(connection, "select database() = 'mysql'")).isEqualTo(1);
      Connection own = connection.unwrap(com.mysql.cj.jdbc.JdbcConnection.class);
      assertThat(own.getNetworkTimeout()).isEqualTo(12_345);
    }
  }

  private static boolean reads(Connection connection) {
    try {
      return port(connection) > 0;
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void aBlackHoleBlocksNobodyForLong() throws Exception {
    try (HikariDataSource impatient = pool("2s");
        Connection connection = impatient.getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      // The transaction stays where it began.
      assertThat(port(connection)).isEqualTo(portOf("b"));
      node("b").pause();
      FutureTask<Integer> inFlight = new FutureTask<>(() -> port(connection));
      Thread.ofVirtual().start(inFlight);
      // What is in flight is broken off; the driver's own limit is five minutes.
      await().atMost(SOON).until(inFlight::isDone);
      assertThatThrownBy(inFlight::get).hasCauseInstanceOf(SQLException.class);
      try (Connection other = impatient.getConnection()) {
        other.setReadOnly(true);
        assertThat(port(other)).isNotEqualTo(portOf("b"));
        assertThat(other.isValid(10)).isTrue();
      }
    } finally {
      node("b").resume();
    }
  }

  @Test
  void whenThereIsNoPrimaryTheReasonIsTold() {
    set.readOnly(set.primary(), true);
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThatThrownBy(
                    () -> {
                      try (Connection connection = pool.getConnection()) {
                        write(connection, 1);
                      }
                    })
                .hasMessageContaining("no node can take this WRITE transaction"));
  }

  /** The next look is seconds away; nobody meets the same refusal until then. */
  @Test
  void whoRefusedAWriteIsNotAskedToWriteBeforeItsNextLook() throws Exception {
    String slow = url("&matapalo.node=b").replace("health.interval=50ms", "health.interval=1m");
    try (Connection connection = DriverManager.getConnection(slow, set.user(), set.password())) {
      write(connection, 1);
      set.readOnly(set.primary(), true);
      SQLException first = catchThrowableOfType(SQLException.class, () -> write(connection, 2));
      assertThat(first.getErrorCode()).isEqualTo(1290);
      assertThatThrownBy(() -> write(connection, 3))
          .hasMessageContaining("no node can take this WRITE transaction")
          .hasMessageContaining("has just refused to write");
      set.readOnly(set.primary(), false);
      await().atMost(SOON).until(() -> writes(connection, 4));
    }
  }

  private static boolean writes(Connection connection, int id) {
    try {
      write(connection, id);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:mysql:", "jdbc:mariadb:"})
  void declaringToReadCostsNoStatementAndWritingIsRefusedAllTheSame(String driver)
      throws Exception {
    List<Node> nodes =
        set.nodes().stream()
            .map(node -> Node.of(node.name(), node.jdbcUrl("shop").replace("jdbc:mysql:", driver)))
            .toList();
    RouterConfig config =
        RouterConfig.of(
                TopologyKind.PRIMARY_REPLICA,
                nodes,
                "vm1",
                new RouterConfig.Credentials(set.user(), set.password()))
            .withPool(RouterConfig.Pool.ofSize(1))
            .withNodeOverride("b");
    try (ReplicaRouter router = ReplicaRouter.create(config)) {
      int before = questions(router);
      for (int i = 0; i < 10; i++) {
        assertThat(reading(router, connection -> number(connection, "select 1"))).isEqualTo(1);
      }
      // Ten, and this question.
      assertThat(questions(router) - before).isEqualTo(11);
      assertThatThrownBy(() ->
              reading(
                  router,
                  connection -> {
                    write(connection, 9);
                    return 0;
                  }))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("read-only");
    }
  }

  /** Of the one connection to the replica. */
  private static int questions(ReplicaRouter router) throws SQLException {
    String sql =
        "select variable_value from information_schema.session_status"
            + " where variable_name = 'QUESTIONS'";
    return reading(router, connection -> number(connection, sql));
  }

  private interface Reading {
    int on(Connection connection) throws SQLException;
  }

  private static int reading(ReplicaRouter router, Reading reading) throws SQLException {
    try (Connection connection = router.dataSource().getConnection()) {
      connection.setReadOnly(true);
      return reading.on(connection);
    }
  }
}
