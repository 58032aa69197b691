package io.matapalo.testkit.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.server.TestFolders;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Three nodes, and in this order what can happen to them. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GaleraIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static Galera cluster;

  @BeforeAll
  static void start() throws Exception {
    long begin = System.nanoTime();
    cluster = Galera.inFolder(TestFolders.fresh("galera"));
    System.out.printf(
        "three Galera nodes started in %d ms%n",
        Duration.ofNanos(System.nanoTime() - begin).toMillis());
    cluster.createDatabase(TopologyChecks.DATABASE);
    TopologyChecks.run(
        cluster,
        cluster.nodes().getFirst(),
        "create table t (id int primary key, n int not null)",
        "insert into t values (1, 0)");
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Once it has what was written on other nodes. */
  private static void assertThatShows(DatabaseNode node, String where, long count)
      throws SQLException {
    cluster.awaitCaughtUp(node, SOON);
    assertThat(TopologyChecks.number(cluster, node, "select count(*) from t where " + where))
        .isEqualTo(count);
  }

  private static void awaitCount(DatabaseNode node, String where, long count) {
    Await.until(
        () ->
            TopologyChecks.numberIfAny(cluster, node, "select count(*) from t where " + where)
                == count,
        SOON,
        () -> "node %s has %d rows with %s".formatted(node.name(), count, where));
  }

  @Test
  @Order(1)
  void eachNodeTakesWritesThatAllGetUnderOneGtid() throws Exception {
    for (MariaDbNode node : cluster.nodes()) {
      int id = 10 + cluster.nodes().indexOf(node);
      TopologyChecks.run(cluster, node, "insert into t values (" + id + ", 0)");
    }
    for (MariaDbNode node : cluster.nodes()) {
      awaitCount(node, "id between 10 and 12", 3);
    }
    String position = Replication.position(cluster.nodes().getFirst());
    assertThat(position).startsWith("77-77-");
    for (MariaDbNode node : cluster.nodes()) {
      assertThat(Replication.position(node)).isEqualTo(position);
      assertThat(cluster.synced(node)).isTrue();
    }
  }

  @Test
  @Order(2)
  void laterOfTwoWritesOnTwoNodesFailsAndIsCounted() throws Exception {
    long before = cluster.certificationFailures();
    try (Connection one = TopologyChecks.connect(cluster, cluster.nodes().get(0));
        Connection two = TopologyChecks.connect(cluster, cluster.nodes().get(1));
        Statement first = one.createStatement();
        Statement second = two.createStatement()) {
      one.setAutoCommit(false);
      two.setAutoCommit(false);
      first.executeUpdate("update t set n = n + 1 where id = 1");
      second.executeUpdate("update t set n = n + 1 where id = 1");
      one.commit();

      assertThatThrownBy(two::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1213));
    }
    assertThat(cluster.certificationFailures()).isGreaterThan(before);
    for (MariaDbNode node : cluster.nodes()) {
      assertThatShows(node, "id = 1 and n = 1", 1);
    }
  }

  @Test
  @Order(3)
  void killedNodeGetsWhatItMissed() throws Exception {
    MariaDbNode killed = cluster.nodes().get(2);
    killed.kill();
    TopologyChecks.run(cluster, cluster.nodes().get(0), "insert into t values (20, 0)");

    cluster.rejoin(killed);
    cluster.awaitCaughtUp(killed, SOON);

    assertThat(TopologyChecks.number(cluster, killed, "select count(*) from t where id = 20"))
        .isOne();
    TopologyChecks.run(cluster, killed, "insert into t values (21, 0)");
    assertThatShows(cluster.nodes().get(0), "id = 21", 1);
  }

  @Test
  @Order(4)
  void partitionedNodeRefusesUntilHealed() throws Exception {
    MariaDbNode alone = cluster.nodes().get(1);
    try (Connection open = TopologyChecks.connect(cluster, alone);
        Statement statement = open.createStatement()) {
      cluster.partition(alone);
      Await.until(() -> !cluster.synced(alone), SOON, () -> "node %s has left".formatted(alone));
      TopologyChecks.run(cluster, cluster.nodes().get(0), "insert into t values (30, 0)");

      assertThatThrownBy(() -> statement.executeQuery("select n from t"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1047));
      assertThat(open.isValid(30)).as("the driver's own check").isTrue();
    }
    cluster.heal(alone);
    assertThatShows(alone, "id = 30", 1);
  }

  @Test
  @Order(5)
  void pausedNodeIsLeftBehindAndComesBack() throws Exception {
    MariaDbNode paused = cluster.nodes().get(2);
    paused.pause();
    try {
      TopologyChecks.run(cluster, cluster.nodes().get(0), "insert into t values (40, 0)");
    } finally {
      paused.resume();
    }
    cluster.awaitSynced(paused);
    assertThatShows(paused, "id = 40", 1);
  }
}
