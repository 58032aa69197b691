package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.mysql.RealMySql;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Intent;
import io.matapalo.testkit.mysql.GroupReplication;
import io.matapalo.testkit.mysql.MySql;
import io.matapalo.testkit.mysql.MySqlReplicas;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real MySQL where it can be had: GTID replicas, and a group without its majority. */
@Tag("deep")
final class MySqlHealthIT {

  @Test
  void findsRolesLagAndPauses() {
    try (MySqlReplicas set = MySqlReplicas.start(RealMySql.config("health"), 2)) {
      set.createDatabase("shop");
      String primary = set.primary().name();
      MySql replica = set.nodes().get(1);
      try (WatchedTopology watched = WatchedTopology.of(set, "2s")) {
        assertThat(watched.cluster().view().engine()).isEqualTo(Engine.MYSQL);
        assertThat(watched.names(Intent.WRITE)).containsExactly(primary);
        assertThat(watched.names(Intent.READ)).hasSize(3).first().isEqualTo(replica.name());
        watched.awaitPositions();
        watched.awaitWithoutLag(replica.name());

        replica.pause();
        watched.awaitLeft(replica.name(), Intent.READ);
        replica.resume();
        watched.awaitFirst(replica.name(), Intent.READ);

        replica.administer("stop replica");
        watched.awaitLeft(replica.name(), Intent.READ);
        assertThat(watched.status(replica.name()).reason()).contains("replication has stopped");
      }
    }
  }

  @Test
  void aMemberWithoutMajorityIsLeftThoughItAnswers() {
    try (GroupReplication group = GroupReplication.start(RealMySql.config("health"))) {
      group.createDatabase("shop");
      MySql lonely = group.server(1);
      try (WatchedTopology watched = WatchedTopology.of(group, "2s")) {
        assertThat(watched.cluster().view().engine()).isEqualTo(Engine.GROUP_REPLICATION);
        assertThat(watched.names(Intent.WRITE)).hasSize(3).first().isEqualTo(lonely.name());
        group.pauseOthers(lonely);
        watched.awaitLeft(lonely.name(), Intent.WRITE);
        assertThat(watched.status(lonely.name()).reason())
            .contains("has no quorum (reaches 1 of 3");
        group.resumeOthers(lonely);
        watched.awaitFirst(lonely.name(), Intent.WRITE);

        group.leave(lonely);
        watched.awaitLeft(lonely.name(), Intent.READ);
      } finally {
        group.resumeOthers(lonely);
      }
    }
  }
}
