package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.cluster.health.HealthQueries;
import io.matapalo.router.cluster.health.ProbeResult;
import io.matapalo.router.mysql.RealMySql;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.testkit.mysql.GroupReplication;
import io.matapalo.testkit.mysql.MySql;
import io.matapalo.testkit.mysql.MySqlReplicas;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Roles that change on real MySQL servers, and what an account with few rights can find out. */
@Tag("deep")
final class MySqlRolesIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void followsThePrimaryAndLeavesWhoLags() throws SQLException {
    try (MySqlReplicas set = MySqlReplicas.start(RealMySql.config("roles"), 2)) {
      set.createDatabase("shop");
      MySql old = set.primary();
      MySql next = set.replicas().getFirst();
      MySql far = set.replicas().getLast();
      try (WatchedTopology watched = WatchedTopology.of(set, "2s")) {
        old.becomeReadOnly();
        watched.awaitLeft(old.name(), Intent.WRITE);
        old.becomeWritable();
        watched.awaitOnly(old.name(), Intent.WRITE);

        set.promote(next);
        watched.awaitOnly(next.name(), Intent.WRITE);
        watched.awaitBack(old.name(), Intent.READ);

        set.delay(far, Duration.ofHours(1));
        watched.write(next);
        watched.awaitLeft(far.name(), Intent.READ);
        assertThat(watched.status(far.name()).reason()).contains("behind its primary");
        set.delay(far, Duration.ZERO);
        watched.awaitBack(far.name(), Intent.READ);
      }
      fewRights(set);
    }
  }

  /** The rights that docs/testkit.md calls the least; without them the lag is not known. */
  private static void fewRights(MySqlReplicas set) throws SQLException {
    MySql replica = set.replicas().getFirst();
    set.primary().administer("create user watcher identified by 'watching'");
    set.awaitCaughtUp(replica, SOON);
    assertThat(followingSeenBy("watcher", replica))
        .isEqualTo(ProbeResult.Replication.State.FORBIDDEN);
    set.primary().administer("grant replication client on *.* to watcher");
    set.awaitCaughtUp(replica, SOON);
    assertThat(followingSeenBy("watcher", replica))
        .isEqualTo(ProbeResult.Replication.State.RUNNING);
  }

  private static ProbeResult.Replication.State followingSeenBy(String user, MySql server)
      throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(server.jdbcUrl(""), user, "watching")) {
      return HealthQueries.of(connection, TopologyKind.PRIMARY_REPLICA)
          .ask(connection)
          .replication()
          .state();
    }
  }

  @Test
  void memberThatTurnsReadOnlyOrDiesTakesNoWrites() {
    try (GroupReplication group = GroupReplication.start(RealMySql.config("roles-of-a-group"))) {
      group.createDatabase("shop");
      MySql turned = group.server(1);
      MySql dead = group.server(2);
      try (WatchedTopology watched = WatchedTopology.of(group, "2s")) {
        await().atMost(SOON).until(() -> watched.names(Intent.WRITE).size() == 3);
        turned.becomeReadOnly();
        watched.awaitLeft(turned.name(), Intent.WRITE);
        turned.becomeWritable();
        watched.awaitFirst(turned.name(), Intent.WRITE);

        dead.kill();
        watched.awaitLeft(dead.name(), Intent.READ);
        assertThat(watched.names(Intent.WRITE)).contains(turned.name());
        group.restart(dead);
        watched.awaitBack(dead.name(), Intent.WRITE);
      }
    }
  }
}
