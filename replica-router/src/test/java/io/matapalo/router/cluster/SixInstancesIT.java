package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.cluster.health.HealthSettings;
import io.matapalo.router.placement.PlacementSettings;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pairs of six instances on three servers; each server and each pair of servers is killed in turn.
 * The servers do not replicate: what is watched here is who sits where.
 */
@Tag("deep")
@Tag("crowd")
final class SixInstancesIT {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final String PAIRS = "vm1:a,vm2:a,vm3:b,vm4:b,vm5:c,vm6:c";

  @TempDir static Path folder;
  private static final Map<String, MariaDb> SERVERS = new HashMap<>();
  private static final Map<String, Cluster> INSTANCES = new TreeMap<>();

  @BeforeAll
  static void start() {
    ServerConfig first = ServerConfig.inFolder(folder.resolve("a"));
    for (String name : NAMES) {
      ServerConfig config =
          ServerConfig.inFolder(folder.resolve(name))
              .withLogin(first.login().user(), first.login().password());
      SERVERS.put(name, MariaDb.start(config));
    }
    List<Node> nodes =
        NAMES.stream().map(name -> Node.of(name, server(name).jdbcUrl("mysql"))).toList();
    for (int i = 1; i <= 6; i++) {
      INSTANCES.put("vm" + i, instance("vm" + i, nodes));
    }
  }

  private static Cluster instance(String name, List<Node> nodes) {
    ClusterSettings settings =
        new ClusterSettings(
            TopologyKind.MULTI_PRIMARY,
            nodes,
            name,
            PlacementSettings.from(Map.of("plan", PAIRS)),
            HealthSettings.from(Map.of("health.return-after", "2s", "health.timeout", "10s")));
    MariaDb server = server("a");
    return Cluster.open(
        settings,
        new DriverOpener(server.user(), server.password()),
        Thread.ofPlatform().factory(),
        System::nanoTime);
  }

  @AfterAll
  static void stop() {
    INSTANCES.values().forEach(Cluster::close);
    SERVERS.values().forEach(MariaDb::close);
  }

  @Test
  void eachLossSplitsItsPairOverTheSurvivorsAndMovesNobodyElse() {
    for (String lost : NAMES) {
      Map<String, String> before = awaitLoads(2, 2, 2);
      kill(lost);
      Map<String, String> after = awaitLoads(3, 3);
      before.forEach((instance, node) -> {
        if (!node.equals(lost)) {
          assertThat(after).containsEntry(instance, node);
        }
      });
      restart(lost);
    }
    awaitLoads(2, 2, 2);
  }

  @Test
  void eachLossOfTwoLeavesAllOnTheThird() {
    for (String last : NAMES) {
      awaitLoads(2, 2, 2);
      List<String> lost = NAMES.stream().filter(name -> !name.equals(last)).toList();
      lost.forEach(SixInstancesIT::kill);
      assertThat(awaitLoads(6)).containsValue(last);
      lost.forEach(SixInstancesIT::restart);
    }
    awaitLoads(2, 2, 2);
  }

  @Test
  void aNodeThatKeepsDyingGetsNobodyBack() {
    awaitLoads(2, 2, 2);
    kill("b");
    Map<String, String> settled = awaitLoads(3, 3);
    for (int round = 0; round < 4; round++) {
      restart("b");
      await().atMost(LONG).until(() -> everyoneSees("b", true));
      assertThat(seats()).isEqualTo(settled);
      kill("b");
      await().atMost(LONG).until(() -> everyoneSees("b", false));
      assertThat(seats()).isEqualTo(settled);
    }
    restart("b");
    awaitLoads(2, 2, 2);
  }

  /** The node of each instance. */
  private static Map<String, String> seats() {
    Map<String, String> seats = new TreeMap<>();
    INSTANCES.forEach((name, cluster) -> {
      List<Node> candidates = cluster.candidates(Intent.WRITE);
      seats.put(name, candidates.isEmpty() ? "nowhere" : candidates.get(0).name());
    });
    return seats;
  }

  private static Map<String, String> awaitLoads(Integer... loads) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> {
          Map<String, Integer> counts = new TreeMap<>();
          seats().values().forEach(node -> counts.merge(node, 1, Integer::sum));
          assertThat(new ArrayList<>(counts.values())).containsExactly(loads);
          assertThat(counts).doesNotContainKey("nowhere");
        });
    return seats();
  }

  private static boolean everyoneSees(String node, boolean usable) {
    return INSTANCES.values().stream()
        .allMatch(cluster ->
            cluster.view().nodes().stream()
                .anyMatch(s -> s.node().name().equals(node) && s.usable() == usable));
  }

  private static MariaDb server(String name) {
    return Objects.requireNonNull(SERVERS.get(name));
  }

  private static void kill(String name) {
    server(name).kill();
  }

  private static void restart(String name) {
    SERVERS.put(name, MariaDb.start(server(name).config()));
  }
}
