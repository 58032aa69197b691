package io.matapalo.router.freshness;

import static io.matapalo.router.freshness.Counter.ADD;
import static io.matapalo.router.freshness.Counter.COUNT;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.freshness.FreshnessGate.Freshness;
import io.matapalo.router.freshness.MarkedTopology.Driver;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import io.matapalo.router.topology.Role;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.topology.Galera;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A session's own writes and what it was shown, over two real Galera nodes. */
final class GaleraMarksIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Galera servers;

  @BeforeAll
  static void start() throws SQLException {
    servers = Galera.start(ServerConfig.inFolder(folder), 2);
    Counter.makeOn(servers);
    servers.awaitCaughtUp(SOON);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @ForEachDriver
  void anotherNodeShowsWhatTheSessionWrote(Driver driver) throws SQLException {
    try (MarkedTopology set = MarkedTopology.of(servers, driver);
        MarkedNode first = set.open(servers.nodes().get(0), Role.PRIMARY);
        MarkedNode second = set.open(servers.nodes().get(1), Role.PRIMARY)) {
      for (int i = 0; i < 100; i++) {
        MarkedNode here = i % 2 == 0 ? first : second;
        MarkedNode there = i % 2 == 0 ? second : first;
        try (MarkScope _ = set.marks().open(Optional.empty())) {
          assertThat(here.ensure()).isEqualTo(Freshness.FRESH);
          here.write(ADD);
          long written = here.read(COUNT);
          assertThat(there.ensure()).isEqualTo(Freshness.FRESH);
          assertThat(there.read(COUNT)).isEqualTo(written);
        }
      }
    }
  }

  @ForEachDriver
  void goingOnAtTheSameNodeCostsNoRoundTrip(Driver driver) throws SQLException {
    try (MarkedTopology set = MarkedTopology.of(servers, driver);
        MarkedNode node = set.open(servers.nodes().get(0), Role.PRIMARY);
        MarkScope _ = set.marks().open(Optional.empty())) {
      node.write(ADD);
      long before = node.questions();
      for (int i = 0; i < 10; i++) {
        assertThat(node.ensure()).isEqualTo(Freshness.FRESH);
        node.write(ADD);
        assertThat(node.ensure()).isEqualTo(Freshness.FRESH);
        node.read(COUNT);
      }
      assertThat(node.questions() - before).isEqualTo(10 + 10 + 1);
    }
  }

  /** A node that is held up: within the wait another must serve. */
  @ForEachDriver
  void aNodeThatDoesNotApplyIsStaleWithinTheWait(Driver driver) throws SQLException {
    try (MarkedTopology set = MarkedTopology.waiting(servers, driver, "100ms");
        MarkedNode first = set.open(servers.nodes().get(0), Role.PRIMARY);
        MarkedNode second = set.open(servers.nodes().get(1), Role.PRIMARY);
        MarkScope _ = set.marks().open(Optional.empty());
        Connection holding = administrator(1);
        Statement statement = holding.createStatement()) {
      statement.execute("FLUSH TABLES WITH READ LOCK");
      first.write(ADD);
      long before = System.nanoTime();
      assertThat(second.ensure()).isEqualTo(Freshness.STALE);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(90));
      assertThat(first.ensure()).isEqualTo(Freshness.FRESH);
      statement.execute("UNLOCK TABLES");
      servers.awaitCaughtUp(servers.nodes().get(1), SOON);
      assertThat(second.ensure()).isEqualTo(Freshness.FRESH);
      assertThat(set.marks().counts().of(Event.STALE)).isEqualTo(1);
    }
  }

  private static Connection administrator(int node) throws SQLException {
    return DriverManager.getConnection(
        servers.nodes().get(node).jdbcUrl("marks"), servers.administrator(), servers.password());
  }
}
