package io.matapalo.testkit.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.server.TestFolders;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** One primary and two replicas, and in this order what can happen to them. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicaSetIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static ReplicaSet set;

  @BeforeAll
  static void start() throws Exception {
    long begin = System.nanoTime();
    set = ReplicaSet.inFolder(TestFolders.fresh("replica-set"));
    System.out.printf(
        "primary and two replicas started in %d ms%n",
        Duration.ofNanos(System.nanoTime() - begin).toMillis());
    set.createDatabase(TopologyChecks.DATABASE);
    TopologyChecks.run(set, set.primary(), "create table t (id int primary key)");
    set.awaitCaughtUp(SOON);
  }

  @AfterAll
  static void stop() {
    if (set != null) {
      set.close();
    }
  }

  private static void add(DatabaseNode node, int id) throws Exception {
    TopologyChecks.run(set, node, "insert into t values (" + id + ")");
  }

  @Test
  @Order(1)
  void replicasHaveWhatThePrimaryWroteAndRefuseWrites() throws Exception {
    add(set.primary(), 1);
    set.awaitCaughtUp(SOON);

    assertThat(set.replicas()).hasSize(2);
    for (MariaDbNode replica : set.replicas()) {
      assertThat(TopologyChecks.ids(set, replica)).isEqualTo("1");
      assertThatThrownBy(() -> add(replica, 2)).hasMessageContaining("read-only");
    }
    assertThat(set.jdbcUrl("shop"))
        .startsWith(
            "jdbc:mysql://127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d/shop?"
                .formatted(
                    set.nodes().get(0).port(),
                    set.nodes().get(1).port(),
                    set.nodes().get(2).port()));
  }

  @Test
  @Order(2)
  void applicationUserSeesWhatMonitorNeeds() throws Exception {
    MariaDbNode replica = set.replicas().getFirst();
    try (Connection connection = TopologyChecks.connect(set, replica);
        Statement statement = connection.createStatement()) {
      try (ResultSet state = statement.executeQuery("show slave status")) {
        assertThat(state.next()).isTrue();
        assertThat(state.getString("Slave_SQL_Running")).isEqualTo("Yes");
      }
      try (ResultSet position =
          statement.executeQuery(
              "select @@global.gtid_slave_pos, @@global.gtid_binlog_pos, @@global.read_only")) {
        assertThat(position.next()).isTrue();
        assertThat(position.getString(1)).isEqualTo(position.getString(2)).startsWith("0-1-");
        assertThat(position.getInt(3)).isOne();
      }
    }
  }

  @Test
  @Order(3)
  void delayHoldsAtOnceAndForOneReplicaOnly() throws Exception {
    MariaDbNode late = set.replicas().getFirst();
    MariaDbNode other = set.replicas().getLast();
    set.delay(late, Duration.ofHours(1));
    add(set.primary(), 10);
    set.awaitCaughtUp(other, SOON);

    assertThat(TopologyChecks.number(set, other, "select count(*) from t where id = 10")).isOne();
    assertThat(TopologyChecks.number(set, late, "select count(*) from t where id = 10")).isZero();

    set.delay(late, Duration.ZERO);
    set.awaitCaughtUp(SOON);
    assertThat(TopologyChecks.number(set, late, "select count(*) from t where id = 10")).isOne();
  }

  @Test
  @Order(4)
  void pausedReplicaAnswersAfterResumeOnly() throws Exception {
    MariaDbNode replica = set.replicas().getLast();
    replica.pause();
    try (Connection connection =
        java.sql.DriverManager.getConnection(
            set.primary().jdbcUrl("shop"), set.user(), set.password())) {
      assertThatThrownBy(() ->
              java.sql.DriverManager.getConnection(
                      replica
                          .jdbcUrl("shop")
                          .replace("connectTimeout=5000", "connectTimeout=300")
                          .replace("socketTimeout=60000", "socketTimeout=300"),
                      set.user(),
                      set.password())
                  .close())
          .isInstanceOf(java.sql.SQLException.class);
      assertThat(connection.isValid(30)).isTrue();
    } finally {
      replica.resume();
    }
    add(set.primary(), 20);
    set.awaitCaughtUp(SOON);
    assertThat(TopologyChecks.number(set, replica, "select count(*) from t where id = 20")).isOne();
  }

  @Test
  @Order(5)
  void killedReplicaCatchesUpWhenStartedAgain() throws Exception {
    MariaDbNode replica = set.replicas().getLast();
    int port = replica.port();
    replica.kill();
    assertThat(replica.isAlive()).isFalse();
    add(set.primary(), 30);

    set.restart(replica);
    set.awaitCaughtUp(SOON);

    assertThat(replica.port()).isEqualTo(port);
    assertThat(TopologyChecks.number(set, replica, "select count(*) from t where id = 30")).isOne();
    assertThatThrownBy(() -> add(replica, 31)).hasMessageContaining("read-only");
  }

  @Test
  @Order(6)
  void promotionLosesNothingAndTurnsThePrimaryIntoReplica() throws Exception {
    MariaDbNode old = set.primary();
    MariaDbNode next = set.replicas().getFirst();
    add(old, 40);

    set.promote(next);

    assertThat(set.primary()).isSameAs(next);
    assertThatThrownBy(() -> add(old, 41)).hasMessageContaining("read-only");
    add(next, 42);
    set.awaitCaughtUp(SOON);
    for (MariaDbNode node : set.nodes()) {
      assertThat(TopologyChecks.number(set, node, "select count(*) from t where id in (40, 42)"))
          .isEqualTo(2);
    }
  }

  /**
   * A replica that follows by file and offset replays all that the new primary has in its log, from
   * the beginning.
   */
  @Test
  @Order(7)
  void replicaReplaysNothingAfterPromotion() throws Exception {
    MariaDbNode follower = set.replicas().getFirst();
    MariaDbNode next = set.replicas().getLast();
    set.awaitCaughtUp(SOON);
    int before = groupsApplied(follower);
    set.promote(next);
    set.awaitCaughtUp(SOON);
    assertThat(groupsApplied(follower)).isEqualTo(before);

    for (int id = 43; id <= 47; id++) {
      add(next, id);
    }
    set.awaitCaughtUp(SOON);

    assertThat(groupsApplied(follower)).isEqualTo(before + 5);
    assertThat(Replication.of(follower, "Using_Gtid")).isEqualTo("Slave_Pos");
  }

  /** Transactions and definitions that it has applied, from whatever source. */
  private static int groupsApplied(MariaDbNode replica) {
    return Stream.of(
            "Slave_DDL_Groups", "Slave_Non_Transactional_Groups", "Slave_Transactional_Groups")
        .mapToInt(counter -> Integer.parseInt(Replication.of(replica, counter)))
        .sum();
  }

  /** By the server's own port a replica is greeted as clients are. */
  @Test
  @Order(8)
  void replicaThatFallsBackFromGtidIsRefused() {
    MariaDbNode replica = set.replicas().getFirst();
    MariaDbNode primary = set.primary();
    assertThat(primary.portForReplicas()).isNotEqualTo(primary.port());

    assertThatThrownBy(() -> Replication.follow(replica, primary, primary.port()))
        .hasMessageContaining("without GTIDs (Using_Gtid is No, must be Slave_Pos)")
        .hasMessageContaining("greets as 5.7.19");

    Replication.follow(replica, primary);
    assertThat(Replication.of(replica, "Using_Gtid")).isEqualTo("Slave_Pos");
  }

  @Test
  @Order(9)
  void failOverLosesWhatNoReplicaGotAndTheOldPrimaryIsRebuilt() throws Exception {
    MariaDbNode old = set.primary();
    MariaDbNode next = set.replicas().getFirst();
    set.awaitCaughtUp(SOON);
    set.replicas().forEach(set::stopApplying);
    add(old, 50);
    old.kill();

    set.promote(next);
    add(next, 51);

    assertThat(TopologyChecks.number(set, next, "select count(*) from t where id = 50")).isZero();
    assertThatThrownBy(() -> set.restart(old)).hasMessageContaining("rebuild it");
    set.rebuild(old);
    set.awaitCaughtUp(SOON);
    for (MariaDbNode node : set.nodes()) {
      assertThat(TopologyChecks.ids(set, node))
          .as("rows of node %s", node)
          .isEqualTo("1,10,20,30,40,42,43,44,45,46,47,51");
    }
  }
}
