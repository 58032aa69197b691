package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Intent;
import io.matapalo.testkit.topology.Galera;
import io.matapalo.testkit.topology.MariaDbNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes that all take writes; one of them loses the group and answers SELECT 1 still. */
final class GaleraHealthIT {

  @TempDir static Path folder;
  private static Galera galera;

  @BeforeAll
  static void start() {
    galera = Galera.inFolder(folder);
    galera.createDatabase("shop");
  }

  @AfterAll
  static void stop() {
    galera.close();
  }

  @Test
  void aNodeWithoutQuorumIsLeftThoughItAnswers() throws Exception {
    MariaDbNode b = galera.nodes().get(1);
    try (WatchedTopology watched = WatchedTopology.of(galera, "1s");
        Connection open =
            DriverManager.getConnection(b.jdbcUrl("shop"), galera.user(), galera.password());
        Statement statement = open.createStatement()) {
      assertThat(watched.cluster().view().engine()).isEqualTo(Engine.GALERA);
      watched.awaitFirst("b", Intent.WRITE);
      watched.write(b);
      watched.awaitPositions();

      galera.partition(b);
      watched.awaitLeft("b", Intent.WRITE);
      assertThat(watched.names(Intent.READ)).containsExactlyInAnyOrder("a", "c");
      assertThat(watched.status("b").reason()).contains("has no quorum");
      try (ResultSet one = statement.executeQuery("select 1")) {
        assertThat(one.next()).isTrue();
      }
      watched.awaitGone("b");

      galera.heal(b);
      watched.awaitFirst("b", Intent.WRITE);
    }
  }

  /** Data of the past are what a minority serves with that; it is left all the same. */
  @Test
  void aNodeThatServesDirtyReadsIsLeft() throws Exception {
    MariaDbNode c = galera.nodes().get(2);
    WatchedTopology.administer(galera, c, "set global wsrep_dirty_reads=ON");
    try (WatchedTopology watched = WatchedTopology.of(galera, "1s")) {
      galera.partition(c);
      watched.awaitLeft("c", Intent.READ);
    } finally {
      galera.heal(c);
    }
  }

  @Test
  void aDesyncedNodeServesAndAReadOnlyOneTakesNoWrites() throws Exception {
    MariaDbNode a = galera.nodes().get(0);
    try (WatchedTopology watched = WatchedTopology.of(galera, "1s")) {
      WatchedTopology.administer(galera, a, "set global wsrep_desync=ON");
      WatchedTopology.administer(galera, a, "set global read_only=ON");
      watched.awaitLeft("a", Intent.WRITE);
      assertThat(watched.names(Intent.READ)).last().isEqualTo("a");
    } finally {
      WatchedTopology.administer(galera, a, "set global read_only=OFF");
      WatchedTopology.administer(galera, a, "set global wsrep_desync=OFF");
    }
  }
}
