package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.mysql.RealMySql;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Intent;
import io.matapalo.testkit.mysql.GroupReplication;
import io.matapalo.testkit.mysql.MySql;
import io.matapalo.testkit.mysql.MySqlReplicas;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real MySQL where it can be had: GTID replicas, and a group without its majority. */
@Tag("deep")
final class MySqlHealthIT {

  /** After so long without a word a member counts as unreachable. */
  private static final Duration GROUP_NOTICES = Duration.ofSeconds(9);

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
        assertThat(watched.status(replica.name()).lagMillis()).isZero();

        replica.pause();
        watched.leaves(replica.name(), Intent.READ, Duration.ofSeconds(1));
        replica.resume();
        watched.awaitFirst(replica.name(), Intent.READ);

        replica.administer("stop replica");
        watched.leaves(replica.name(), Intent.READ, Duration.ofSeconds(4));
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
        watched.leaves(lonely.name(), Intent.WRITE, GROUP_NOTICES);
        assertThat(watched.status(lonely.name()).reason())
            .contains("has no quorum (reaches 1 of 3");
        group.resumeOthers(lonely);
        watched.awaitFirst(lonely.name(), Intent.WRITE);

        group.leave(lonely);
        watched.leaves(lonely.name(), Intent.READ, Duration.ofSeconds(2));
      } finally {
        group.resumeOthers(lonely);
      }
    }
  }
}
