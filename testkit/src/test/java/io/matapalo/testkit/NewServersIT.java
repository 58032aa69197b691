package io.matapalo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.ServerSource;
import io.matapalo.testkit.server.TestFolders;
import io.matapalo.testkit.topology.Await;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.MariaDbNode;
import io.matapalo.testkit.topology.ReplicaSet;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** MariaDB 11.8 of Debian 13, whose greeting is true, and its topologies. */
@Tag("deep")
class NewServersIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static ServerConfig config(String folder) {
    return ServerConfig.inFolder(TestFolders.fresh(folder)).withSource(ServerSource.DEBIAN13);
  }

  @Test
  void serverGreetsByItsOwnVersionAndLocksAsItShips() throws Exception {
    try (MariaDb database = MariaDb.start(config("debian13"))) {
      ServerChecks.storesRowsAndKeepsFractionsOfSeconds(database);

      assertThat(database.origin()).contains("Debian 13, 1:11.8.");
      assertThat(ServerChecks.variable(database, "version")).startsWith("11.8.");
      assertThat(ServerChecks.variable(database, "innodb_snapshot_isolation")).isEqualTo("1");
      assertThat(database.hiddenVersion()).isEmpty();
    }
  }

  @Test
  void replicasFollowByGtidWithoutARelay() {
    try (ReplicaSet set = ReplicaSet.start(config("debian13-replicas"), 2)) {
      set.createDatabase("shop");
      set.promote(set.replicas().getFirst());
      set.awaitCaughtUp(SOON);
    }
  }

  @Test
  void galeraStartsAndIsCutApart() {
    try (Galera cluster = Galera.start(config("debian13-galera"), 3)) {
      cluster.createDatabase("shop");
      assertThat(cluster.nodes()).allMatch(cluster::synced);
      MariaDbNode alone = cluster.nodes().getLast();
      cluster.partition(alone);
      Await.until(() -> !cluster.synced(alone), SOON, () -> "node %s has left".formatted(alone));
      cluster.heal(alone);
      assertThat(cluster.nodes()).allMatch(cluster::synced);
    }
  }
}
