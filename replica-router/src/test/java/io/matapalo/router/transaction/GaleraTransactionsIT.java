package io.matapalo.router.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.router.retry.Cause;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.router.transaction.metrics.Event;
import io.matapalo.router.transaction.metrics.TransactionMetrics;
import io.matapalo.router.transaction.outcome.IdempotencyConflictException;
import io.matapalo.router.transaction.work.Transaction;
import io.matapalo.testkit.relay.CommandMatcher;
import io.matapalo.testkit.relay.Fault;
import io.matapalo.testkit.relay.FaultRelay;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.MariaDbNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three Galera nodes: conflicts between them, a key used on two, a doubt settled on another. */
final class GaleraTransactionsIT {

  private static final TransactionPolicy BUY =
      TransactionPolicy.writing("Shop.buy").withAttempts(50).withDeadline(Duration.ofSeconds(30));

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Galera cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = Galera.inFolder(folder).patient();
    cluster.createDatabase("shop");
    nodes("mysql", List.of(node(0)))
        .execute(
            node(0),
            RealNodes.outcomeTable(),
            "CREATE TABLE effect (id BIGINT AUTO_INCREMENT PRIMARY KEY, run BIGINT, KEY (run))",
            "CREATE TABLE total (id INT PRIMARY KEY, n BIGINT NOT NULL)",
            "INSERT INTO total VALUES (1, 0)");
    cluster.awaitCaughtUp(SOON);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Two instances on two nodes, one key, at the same moment: twenty times one effect. */
  @Test
  void theSameKeyOnTwoNodesAtOnceIsOneEffectWithOneAnswer() throws Exception {
    TransactionRunner one = runner("mysql", List.of(node(0)));
    TransactionRunner other = runner("mariadb", List.of(node(1)));
    for (int run = 0; run < 20; run++) {
      int number = run;
      StoredResult<String> stored =
          StoredResult.of(ResultCodec.text()).underKey("request-" + run, "two tickets");
      List<String> answers =
          together(
              List.of(
                  () -> one.inTransaction(BUY, stored, tx -> add(tx, number, "first")),
                  () -> other.inTransaction(BUY, stored, tx -> add(tx, number, "second"))));
      assertThat(answers.getFirst()).isEqualTo(answers.getLast());
      assertThat(effects(run)).isEqualTo(1);
    }
    StoredResult<String> otherPayload =
        StoredResult.of(ResultCodec.text()).underKey("request-0", "three tickets");
    assertThatThrownBy(() -> other.inTransaction(BUY, otherPayload, tx -> add(tx, 0, "third")))
        .isInstanceOf(IdempotencyConflictException.class);
  }

  /** Three nodes hammer one row: conflicts, and the sum is what was acknowledged. */
  @Test
  void conflictsBetweenNodesAreRepeatedAndNothingIsLost() throws Exception {
    long before = total();
    long failures = cluster.certificationFailures();
    List<TransactionRunner> runners = new ArrayList<>();
    List<Callable<String>> works = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TransactionRunner runner = runner(i == 1 ? "mariadb" : "mysql", List.of(node(i)));
      runners.add(runner);
      works.add(() -> {
        for (int run = 0; run < 40; run++) {
          runner.inTransaction(BUY, tx -> add(tx, 1_000, "hot"));
        }
        return "done";
      });
    }
    together(works);
    assertThat(total()).isEqualTo(before + 120);
    long attempts = runners.stream().mapToLong(one -> count(one, Event.ATTEMPT)).sum();
    System.out.println(
        "galera: 120 units of work on one row took "
            + attempts
            + " attempts, certification failures "
            + (cluster.certificationFailures() - failures));
    assertThat(attempts).isGreaterThan(120);
  }

  /** The node of the commit cannot be reached any more: another one decides. */
  @ParameterizedTest
  @EnumSource(names = {"LOSE_ANSWER", "CUT_BEFORE", "CUT_IN_FLIGHT"})
  void aDoubtIsSettledOnAnotherNode(Fault fault) throws Exception {
    int run = 2_000 + 100 * fault.name().length();
    // A conflict, and nothing else, may end an attempt before its COMMIT; the fault meets none
    // then.
    while (!isSettledOnAnotherNode(fault, run)) {
      assertThat(++run % 100).as("units without a doubt after " + fault).isLessThan(10);
    }
  }

  /** Whether there was a doubt; the unit has its one effect in any case. */
  private static boolean isSettledOnAnotherNode(Fault fault, int run) throws Exception {
    cluster.awaitCaughtUp(SOON);
    try (FaultRelay relay = FaultRelay.toPort(cluster.nodes().getFirst().port())) {
      Node cut = Node.of("a", url(relay.port()));
      RealNodes nodes = nodes("mysql", List.of(cut));
      TransactionRunner runner = TransactionRunner.over(nodes.source(), settings());
      relay.onNext(CommandMatcher.commit(), fault);
      runner.inTransaction(
          BUY,
          tx -> {
            String answer = add(tx, run, "sold");
            relay.refuse();
            nodes.prefer(List.of(node(1)));
            return answer;
          });
      assertThat(effects(run)).as("after " + fault).isEqualTo(1);
      TransactionMetrics.Operation counted = runner.metrics().of("Shop.buy");
      if (count(runner, Event.IN_DOUBT) == 1) {
        return true;
      }
      assertThat(counted.retries().get(Cause.CONFLICT)).as(counted.toString()).isPositive();
      return false;
    }
  }

  private static List<String> together(List<Callable<String>> works) throws Exception {
    CyclicBarrier start = new CyclicBarrier(works.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(works.size())) {
      List<Future<String>> running = new ArrayList<>();
      for (Callable<String> work : works) {
        running.add(
            threads.submit(() -> {
              start.await();
              return work.call();
            }));
      }
      List<String> answers = new ArrayList<>();
      for (Future<String> one : running) {
        answers.add(one.get());
      }
      return answers;
    }
  }

  private static String add(Transaction tx, int number, String answer) throws SQLException {
    try (Statement statement = tx.connection().createStatement()) {
      statement.executeUpdate("INSERT INTO effect (run) VALUES (" + number + ")");
      statement.executeUpdate("UPDATE total SET n = n + 1 WHERE id = 1");
    }
    return answer;
  }

  /** Asked of a node that has first applied all that the cluster has committed. */
  private static long effects(int run) throws SQLException {
    return caughtUp("SELECT COUNT(*) FROM effect WHERE run = " + run);
  }

  private static long total() throws SQLException {
    return caughtUp("SELECT n FROM total WHERE id = 1");
  }

  private static long caughtUp(String sql) throws SQLException {
    cluster.awaitCaughtUp(cluster.nodes().getLast(), SOON);
    return nodes("mysql", List.of(node(2))).number(node(2), sql);
  }

  private static long count(TransactionRunner runner, Event event) {
    return runner.metrics().of("Shop.buy").events().getOrDefault(event, 0L);
  }

  private static TransactionRunner runner(String driver, List<Node> order) {
    return TransactionRunner.over(nodes(driver, order).source(), settings());
  }

  private static TransactionSettings settings() {
    return TransactionSettings.from(
        Map.of(
            "topology", "multi-primary", "retry.budget-share", "1", "retry.budget-floor", "10000"));
  }

  private static RealNodes nodes(String driver, List<Node> order) {
    List<Node> all =
        order.stream()
            .map(node ->
                Node.of(node.name(), node.jdbcUrl().replace("jdbc:mysql", "jdbc:" + driver)))
            .toList();
    return new RealNodes(TopologyKind.MULTI_PRIMARY, all, cluster.user(), cluster.password());
  }

  private static Node node(int index) {
    MariaDbNode node = cluster.nodes().get(index);
    return Node.of(node.name(), node.jdbcUrl("shop"));
  }

  private static String url(int port) {
    return cluster.nodes().getFirst().server().jdbcUrl("shop", port);
  }
}
