package io.matapalo.router.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.cluster.health.HealthSettings;
import io.matapalo.router.placement.PlacementSettings;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.relay.DelayRelay;
import io.matapalo.testkit.server.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that takes everything and gives nothing back, and logins that are refused. */
final class BlackholeIT {

  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir static Path folder;
  private static MariaDb server;

  @BeforeAll
  static void start() {
    server = MariaDb.start(ServerConfig.inFolder(folder));
    server.createDatabase("shop");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void aNodeBehindABlackholeIsLeft(String vendor) {
    try (DelayRelay relay = DelayRelay.toPort(server.port());
        Cluster cluster =
            open(
                List.of(node("b", vendor, relay.port()), node("a", vendor, server.port())),
                server.password())) {
      assertThat(names(cluster)).as("%s", cluster.view()).containsExactly("b", "a");

      relay.roundTrip(Duration.ofSeconds(10));
      await().atMost(SOON).until(() -> names(cluster).equals(List.of("a")));
      assertThat(cluster.view().nodes().get(0).reason())
          .isEqualTo("does not answer within 3000 ms");

      relay.roundTrip(Duration.ZERO);
      await().atMost(SOON).until(() -> names(cluster).equals(List.of("b", "a")));
    }
  }

  @Test
  void aRefusedLoginIsToldWithoutIt() {
    try (Cluster cluster = open(List.of(node("a", "mysql", server.port())), "wrong-secret")) {
      assertThat(names(cluster)).isEmpty();
      assertThat(cluster.view().nodes().get(0).reason())
          .isEqualTo("refuses the monitoring account (error 1045); check user and password");
    }
  }

  private static Cluster open(List<Node> nodes, String password) {
    ClusterSettings settings =
        new ClusterSettings(
            TopologyKind.MULTI_PRIMARY,
            nodes,
            "vm1",
            PlacementSettings.from(Map.of("node", nodes.get(0).name())),
            HealthSettings.from(Map.of("health.return-after", "500ms", "health.timeout", "3s")));
    return Cluster.open(
        settings,
        new DriverOpener(server.user(), password),
        Thread.ofPlatform().factory(),
        System::nanoTime);
  }

  private static Node node(String name, String vendor, int port) {
    return Node.of(
        name, server.jdbcUrl("shop", port).replace("jdbc:mysql:", "jdbc:" + vendor + ":"));
  }

  private static List<String> names(Cluster cluster) {
    return cluster.candidates(Intent.WRITE).stream().map(Node::name).toList();
  }
}
