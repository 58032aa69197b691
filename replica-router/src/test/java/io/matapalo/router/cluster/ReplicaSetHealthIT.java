package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Role;
import io.matapalo.testkit.topology.MariaDbNode;
import io.matapalo.testkit.topology.ReplicaSet;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A primary and two replicas, as they are: what goes wrong is found, while others ask for nodes and
 * wait for nobody. In order, since the last tests promote.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReplicaSetHealthIT {

  @TempDir static Path folder;
  private static ReplicaSet set;

  @BeforeAll
  static void start() {
    set = ReplicaSet.inFolder(folder);
    set.createDatabase("shop");
  }

  @AfterAll
  static void stop() {
    set.close();
  }

  @Test
  @Order(1)
  void findsThePrimaryAndPlacesReads() {
    try (WatchedTopology watched = WatchedTopology.of(set, "2s")) {
      assertThat(watched.names(Intent.WRITE)).containsExactly("a");
      assertThat(watched.names(Intent.READ)).containsExactlyInAnyOrder("a", "b", "c");
      watched.awaitFirst("b", Intent.READ);
      watched.awaitPositions();
      watched.awaitWithoutLag("b");
    }
  }

  @Test
  @Order(2)
  void leavesAReplicaThatIsPaused() {
    MariaDbNode b = set.nodes().get(1);
    try (WatchedTopology watched = WatchedTopology.of(set, "2s")) {
      b.pause();
      watched.awaitLeft("b", Intent.READ);
      assertThat(watched.status("b").reason()).contains("does not answer within 3000 ms");
      watched.awaitGone("b");
      b.resume();
      watched.awaitBack("b", Intent.READ);
      watched.awaitFirst("b", Intent.READ);
    } finally {
      b.resume();
    }
  }

  @Test
  @Order(3)
  void leavesAReplicaThatIsKilled() {
    MariaDbNode c = set.nodes().get(2);
    try (WatchedTopology watched = WatchedTopology.of(set, "2s")) {
      c.kill();
      watched.awaitLeft("c", Intent.READ);
      watched.awaitGone("c");
    } finally {
      set.restart(c);
    }
  }

  @Test
  @Order(4)
  void leavesAReplicaThatLagsOnceTheServerTells() throws Exception {
    MariaDbNode b = set.nodes().get(1);
    try (WatchedTopology watched = WatchedTopology.of(set, "1s")) {
      set.stopApplying(b);
      watched.awaitLeft("b", Intent.READ);
      assertThat(watched.status("b").reason()).contains("replication has stopped");
    } finally {
      set.continueApplying(b);
    }
  }

  @Test
  @Order(5)
  void followsThePrimaryThatBecameReadOnlyAndTheOneThatWasPromoted() {
    try (WatchedTopology watched = WatchedTopology.of(set, "2s")) {
      set.readOnly(set.nodes().get(0), true);
      watched.awaitLeft("a", Intent.WRITE);
      assertThat(watched.names(Intent.WRITE)).isEmpty();
      assertThat(watched.names(Intent.READ)).contains("b", "c");
      set.readOnly(set.nodes().get(0), false);
      watched.awaitBack("a", Intent.WRITE);

      set.promote(set.nodes().get(1));
      watched.awaitBack("b", Intent.WRITE);
      assertThat(watched.names(Intent.WRITE)).containsExactly("b");
      assertThat(watched.status("a").role()).isEqualTo(Role.REPLICA);
    }
  }

  @Test
  @Order(6)
  void twoPrimariesAtOnceAreToldAndTheOneWithAllIsUsed() throws Exception {
    MariaDbNode old = set.primary();
    MariaDbNode heir = set.nodes().stream().filter(node -> !node.equals(old)).toList().get(0);
    try (WatchedTopology watched = WatchedTopology.of(set, "2s")) {
      // The old one is not told: it goes on taking writes, and gets none.
      set.failOver(heir);
      watched.write(heir);
      watched.awaitOnly(heir.name(), Intent.WRITE);
      assertThat(watched.status(old.name()).reason())
          .isEqualTo("takes writes beside another primary");
      assertThat(watched.names(Intent.READ)).doesNotContain(old.name());
      assertThat(List.of(heir.name())).isEqualTo(watched.names(Intent.WRITE));
    }
  }
}
