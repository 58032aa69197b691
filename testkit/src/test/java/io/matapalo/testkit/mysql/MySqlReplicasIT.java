package io.matapalo.testkit.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.testkit.binaries.TestkitException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real MySQL primary with two replicas. */
@Tag("deep")
class MySqlReplicasIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static MySqlReplicas all;

  @BeforeAll
  static void start() {
    all = MySqlReplicas.start(MySqlServers.config("mysql-replicas"), 2);
    all.primary().createDatabase("shop");
  }

  @AfterAll
  static void stop() {
    if (all != null) {
      all.close();
    }
  }

  @BeforeEach
  void freshTable() throws SQLException {
    MySqlServers.update(
        all.primary(), "drop table if exists t", "create table t (id int primary key)");
    all.replicas().forEach(replica -> all.awaitCaughtUp(replica, SOON));
  }

  @Test
  void replicaFollowsTakesNoWritesAndLagsWhenTold() throws Exception {
    MySql near = all.replicas().getFirst();
    MySql far = all.replicas().getLast();
    assertThatThrownBy(() -> MySqlServers.update(near, "insert into t values (1)"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1290));

    all.delay(far, Duration.ofHours(1));
    MySqlServers.update(all.primary(), "insert into t values (2)");
    all.awaitCaughtUp(near, SOON);
    assertThat(MySqlServers.asked(near, "select max(id) from t")).hasValue("2");
    assertThat(MySqlServers.asked(far, "select max(id) from t")).isEmpty();
    assertThatThrownBy(() -> all.awaitCaughtUp(far, Duration.ofMillis(200)))
        .isInstanceOf(TestkitException.class)
        .hasMessageContaining("has not reached");

    all.delay(far, Duration.ZERO);
    all.awaitCaughtUp(far, SOON);
    assertThat(MySqlServers.asked(far, "select max(id) from t")).hasValue("2");
  }

  @Test
  void killedReplicaReturnsAndCatchesUp() throws Exception {
    MySql killed = all.replicas().getFirst();
    killed.kill();
    MySqlServers.update(all.primary(), "insert into t values (3)");

    MySql back = all.restart(killed);

    all.awaitCaughtUp(back, SOON);
    assertThat(MySqlServers.asked(back, "select max(id) from t")).hasValue("3");
  }

  @Test
  void promotedReplicaIsFollowedByTheOthers() throws Exception {
    MySql old = all.primary();
    MySql other = all.replicas().getFirst();
    MySql promoted = all.replicas().getLast();

    all.promote(promoted);

    assertThat(all.primary()).isSameAs(promoted);
    MySqlServers.update(promoted, "insert into t values (4)");
    all.awaitCaughtUp(other, SOON);
    all.awaitCaughtUp(old, SOON);
    assertThat(MySqlServers.asked(old, "select max(id) from t")).hasValue("4");
    assertThatThrownBy(() -> MySqlServers.update(old, "insert into t values (5)"))
        .hasMessageContaining("read-only");
  }
}
