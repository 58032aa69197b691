package io.matapalo.router.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.router.transaction.metrics.Event;
import io.matapalo.router.transaction.outcome.OutcomeUnknownException;
import io.matapalo.router.transaction.outcome.Resolution;
import io.matapalo.router.transaction.outcome.TransactionException;
import io.matapalo.router.transaction.work.Transaction;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.relay.CommandMatcher;
import io.matapalo.testkit.relay.Fault;
import io.matapalo.testkit.relay.FaultRelay;
import io.matapalo.testkit.relay.PlannedFault;
import io.matapalo.testkit.server.ServerConfig;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server, a relay that breaks the link, both drivers: what is told is what is stored. */
final class ExactlyOnceIT {

  private static final TransactionPolicy BUY = TransactionPolicy.writing("Shop.buy");
  private static final long CI_SEED = 20_261_122L;

  @TempDir static Path folder;
  private static MariaDb server;
  private static FaultRelay relay;

  @BeforeAll
  static void start() throws Exception {
    server = MariaDb.start(ServerConfig.inFolder(folder));
    server.createDatabase("shop");
    relay = FaultRelay.toPort(server.port());
    nodes("mysql")
        .execute(
            direct(),
            RealNodes.outcomeTable(),
            "CREATE TABLE effect (id BIGINT AUTO_INCREMENT PRIMARY KEY, run BIGINT, KEY (run))",
            "CREATE TABLE total (n BIGINT NOT NULL)");
  }

  @AfterAll
  static void stop() {
    relay.close();
    server.close();
  }

  @BeforeEach
  void clear() throws Exception {
    relay.forget();
    nodes("mysql")
        .execute(
            direct(),
            "DELETE FROM effect",
            "DELETE FROM total",
            "DELETE FROM matapalo_outcome",
            "INSERT INTO total VALUES (0)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void everyOutcomeIsTrueToTheTable(String driver) throws Exception {
    cut(driver, 25, CI_SEED);
  }

  @Tag("deep")
  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void everyOutcomeOfFiveHundredIsTrueToTheTable(String driver) throws Exception {
    cut(driver, 500, Long.getLong("matapalo.seed", CI_SEED + 1));
  }

  private static void cut(String driver, int runs, long seed) throws SQLException {
    System.out.println("exactly once: driver=" + driver + " runs=" + runs + " seed=" + seed);
    CutConnections cuts = new CutConnections(nodes(driver), direct(), relay, seed);
    for (int i = 0; i < runs; i++) {
      cuts.run(i);
    }
    cuts.checkTotals();
    System.out.println("exactly once: " + cuts.doubts() + " commits in doubt, all told truly");
    assertThat(cuts.doubts()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void aLostAnswerToCommitIsOneEffectAndItsHooksRunOnce(String driver) throws Exception {
    PlannedFault fault = relay.onNext(CommandMatcher.commit(), Fault.LOSE_ANSWER);
    TransactionRunner runner = runner(driver, Map.of());
    List<String> hooks = new ArrayList<>();
    String answer =
        runner.inTransaction(
            BUY,
            tx -> {
              tx.afterCommit(() -> hooks.add("mail"));
              return add(tx, 1);
            });
    assertThat(fault.hasStruck()).isTrue();
    assertThat(answer).isEqualTo("added");
    assertThat(hooks).containsExactly("mail");
    assertThat(effects(1)).isEqualTo(1);
    assertThat(count(runner, Event.ATTEMPT)).isEqualTo(1);
    assertThat(count(runner, Event.RESOLVED_COMMITTED)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void aCommitThatNeverArrivedIsFencedAndRepeated(String driver) throws Exception {
    relay.onNext(CommandMatcher.commit(), Fault.CUT_BEFORE);
    TransactionRunner runner = runner(driver, Map.of());
    runner.inTransaction(BUY, tx -> add(tx, 1));
    assertThat(effects(1)).isEqualTo(1);
    assertThat(count(runner, Event.RESOLVED_NOT_COMMITTED)).isEqualTo(1);
    assertThat(count(runner, Event.ATTEMPT)).isEqualTo(2);
  }

  /** COMMIT still under way: its row is locked, so nobody can tell; it arrives later. */
  @Test
  void aCommitStillUnderWayIsUnknownUntilItArrives() throws Exception {
    PlannedFault fault = relay.onNext(CommandMatcher.commit(), Fault.HOLD_COMMAND);
    TransactionRunner runner = runner("mysql", Map.of("outcome.deadline", "1s"));
    List<OutcomeUnknownException> unknown = new ArrayList<>();
    assertThatThrownBy(() -> runner.inTransaction(BUY, tx -> add(tx, 1)))
        .isInstanceOfSatisfying(OutcomeUnknownException.class, unknown::add);
    assertThat(fault.release()).isTrue();
    assertThat(effects(1)).isEqualTo(1);
    assertThat(runner.outcomeOf(unknown.getFirst().id().orElseThrow()))
        .isInstanceOf(Resolution.Committed.class);
  }

  /** While it is in doubt, the same key on another instance waits and then has the same answer. */
  @Test
  void aCommitThatArrivesWhileItIsAskedForIsOneEffect() throws Exception {
    PlannedFault fault = relay.onNext(CommandMatcher.commit(), Fault.HOLD_COMMAND);
    TransactionRunner runner = runner("mysql", Map.of());
    Thread releasing =
        Thread.ofPlatform()
            .start(() -> {
              fault.awaitStrike(Duration.ofSeconds(10));
              fault.release();
            });
    String answer = runner.inTransaction(BUY, tx -> add(tx, 1));
    releasing.join();
    assertThat(answer).isEqualTo("added");
    assertThat(effects(1)).isEqualTo(1);
    assertThat(count(runner, Event.ATTEMPT)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void aLockWaitThatTheWorkSwallowsIsNotHalfATransaction(String driver) throws Exception {
    String url = server.jdbcUrl("shop").replace("jdbc:mysql", "jdbc:" + driver);
    Node shortWait = Node.of("a", url + "&sessionVariables=innodb_lock_wait_timeout=1");
    RealNodes nodes = nodesOf(shortWait);
    TransactionRunner runner = TransactionRunner.over(nodes.source(), TransactionSettings.DEFAULT);
    try (var blocking = nodes.borrow(direct());
        Statement lock = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      lock.executeUpdate("UPDATE total SET n = n + 100");
      runner.inTransaction(
          BUY,
          tx -> {
            try {
              return add(tx, 1);
            } catch (SQLException e) {
              assertThat(e.getErrorCode()).isEqualTo(1205);
              blocking.rollback();
              return "half";
            }
          });
    }
    assertThat(effects(1)).isEqualTo(1);
    assertThat(nodes.number(direct(), "SELECT n FROM total")).isEqualTo(1);
    assertThat(count(runner, Event.ATTEMPT)).isEqualTo(2);
  }

  @Test
  void purgesByAgeAndKeepsTheYoung() throws Exception {
    TransactionRunner runner = runner("mysql", Map.of("outcome.horizon", "1h"));
    runner.inTransaction(BUY, tx -> add(tx, 1));
    nodes("mysql").execute(direct(), "UPDATE matapalo_outcome SET at = at - INTERVAL 3 HOUR");
    runner.inTransaction(BUY, tx -> add(tx, 2));
    assertThat(runner.purgeOutcomes(Duration.ofHours(2))).isEqualTo(1);
    assertThat(nodes("mysql").number(direct(), "SELECT COUNT(*) FROM matapalo_outcome"))
        .isEqualTo(1);
  }

  @Test
  void saysHowToMakeATableThatIsNotThere() {
    assertThatThrownBy(() -> runner("mysql", Map.of("outcome.table", "nowhere")))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("there is no table nowhere")
        .hasMessageContaining("./matapalo migrate update");
    assertThatThrownBy(() -> runner("mysql", Map.of("outcome.table", "effect")))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("key_hash must be binary(32) UNI, is absent");
  }

  private static String add(Transaction tx, int number) throws SQLException {
    try (Statement statement = tx.connection().createStatement()) {
      statement.executeUpdate("INSERT INTO effect (run) VALUES (" + number + ")");
      statement.executeUpdate("UPDATE total SET n = n + 1");
    }
    return "added";
  }

  private static long effects(int number) throws SQLException {
    return nodes("mysql").number(direct(), "SELECT COUNT(*) FROM effect WHERE run = " + number);
  }

  private static long count(TransactionRunner runner, Event event) {
    return runner.metrics().of("Shop.buy").events().getOrDefault(event, 0L);
  }

  private static TransactionRunner runner(String driver, Map<String, String> settings) {
    return TransactionRunner.over(nodes(driver).source(), TransactionSettings.from(settings));
  }

  private static RealNodes nodes(String driver) {
    String url = server.jdbcUrl("shop", relay.port()).replace("jdbc:mysql", "jdbc:" + driver);
    return nodesOf(Node.of("a", url));
  }

  private static RealNodes nodesOf(Node node) {
    return new RealNodes(TopologyKind.SINGLE, List.of(node), server.user(), server.password());
  }

  private static Node direct() {
    return Node.of("direct", server.jdbcUrl("shop"));
  }
}
