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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session's own writes and what it was shown, over two real Galera nodes. */
final class GaleraMarksIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int MOVES = 8_000;

  @TempDir static Path folder;
  private static Galera servers;

  @BeforeAll
  static void start() throws SQLException {
    servers = Galera.start(ServerConfig.inFolder(folder), 2).patient();
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

  /**
   * Other writers make commits queue, so that the server's own wait for a position ends before
   * reads show it: that gave 4 to 16 stale reads of 8,000.
   */
  @Tag("deep")
  @Test
  void anotherNodeShowsWhatTheSessionWroteWhileOthersWrite() throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    int stale = 0;
    try (ExecutorService others = Executors.newCachedThreadPool();
        MarkedTopology set = MarkedTopology.of(servers, Driver.CONNECTOR_J);
        MarkedNode first = set.open(servers.nodes().get(0), Role.PRIMARY);
        MarkedNode second = set.open(servers.nodes().get(1), Role.PRIMARY)) {
      List<Future<Long>> writers = new ArrayList<>();
      for (int id = 2; id <= 4; id++) {
        int row = id;
        writers.add(others.submit(() -> writeOn(row % 2, row, stopped)));
      }
      try {
        for (int i = 0; i < MOVES; i++) {
          try (MarkScope _ = set.marks().open(Optional.empty())) {
            first.write(ADD);
            long written = first.read(COUNT);
            assertThat(second.ensure()).isEqualTo(Freshness.FRESH);
            stale += second.read(COUNT) < written ? 1 : 0;
          }
        }
      } finally {
        stopped.set(true);
      }
      for (Future<Long> writer : writers) {
        assertThat(writer.get()).isPositive();
      }
    }
    assertThat(stale).isZero();
  }

  /** Writes one row until it is stopped. */
  private static long writeOn(int node, int row, AtomicBoolean stopped) throws SQLException {
    long written = 0;
    try (Connection connection = administrator(node);
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO counter VALUES (" + row + ", 0)");
      while (!stopped.get()) {
        written += statement.executeUpdate("UPDATE counter SET v = v + 1 WHERE id = " + row);
      }
    }
    return written;
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

  /**
   * A node that has logged a commit and waits for a semi-synchronous replica, which there is not:
   * the server's wait for the position ends, and reads do not show the commit.
   */
  @ForEachDriver
  void aNodeThatHasLoggedButNotCommittedIsStale(Driver driver) throws SQLException {
    try (MarkedTopology set = MarkedTopology.waiting(servers, driver, "100ms");
        MarkedNode first = set.open(servers.nodes().get(0), Role.PRIMARY);
        MarkedNode second = set.open(servers.nodes().get(1), Role.PRIMARY);
        MarkScope _ = set.marks().open(Optional.empty());
        Connection holding = administrator(1);
        Statement statement = holding.createStatement()) {
      statement.execute("SET GLOBAL rpl_semi_sync_master_wait_point = AFTER_SYNC");
      statement.execute("SET GLOBAL rpl_semi_sync_master_timeout = 600000");
      statement.execute("SET GLOBAL rpl_semi_sync_master_enabled = ON");
      try {
        first.write(ADD);
        long written = first.read(COUNT);
        assertThat(second.ensure()).isEqualTo(Freshness.STALE);
        assertThat(second.read(COUNT)).isEqualTo(written - 1);
        statement.execute("SET GLOBAL rpl_semi_sync_master_enabled = OFF");
        servers.awaitCaughtUp(servers.nodes().get(1), SOON);
        assertThat(second.ensure()).isEqualTo(Freshness.FRESH);
        assertThat(second.read(COUNT)).isEqualTo(written);
      } finally {
        statement.execute("SET GLOBAL rpl_semi_sync_master_enabled = OFF");
      }
    }
  }

  private static Connection administrator(int node) throws SQLException {
    return DriverManager.getConnection(
        servers.nodes().get(node).jdbcUrl("marks"), servers.administrator(), servers.password());
  }
}
