package io.matapalo.router.freshness;

import static io.matapalo.router.freshness.Counter.ADD;
import static io.matapalo.router.freshness.Counter.COUNT;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.freshness.FreshnessGate.Freshness;
import io.matapalo.router.freshness.MarkedTopology.Driver;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import io.matapalo.router.topology.Role;
import io.matapalo.testkit.topology.ReplicaSet;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A session's own writes and what it was shown, over a real primary and two replicas. */
final class ReplicaMarksIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static ReplicaSet servers;

  @BeforeAll
  static void start() throws SQLException {
    servers = ReplicaSet.inFolder(folder);
    Counter.makeOn(servers);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void replicate() {
    servers.replicas().forEach(servers::continueApplying);
    servers.awaitCaughtUp(SOON);
  }

  @ForEachDriver
  void aReplicaShowsWhatTheSessionWrote(Driver driver) throws SQLException {
    try (MarkedTopology set = MarkedTopology.of(servers, driver);
        MarkedNode primary = set.open(servers.primary(), Role.PRIMARY);
        MarkedNode replica = set.open(servers.replicas().get(0), Role.REPLICA)) {
      for (int i = 0; i < 50; i++) {
        try (MarkScope _ = set.marks().open(Optional.empty())) {
          assertThat(primary.ensure()).isEqualTo(Freshness.FRESH);
          primary.write(ADD);
          long written = primary.read(COUNT);
          assertThat(replica.ensure()).isEqualTo(Freshness.FRESH);
          assertThat(replica.read(COUNT)).isGreaterThanOrEqualTo(written);
        }
      }
    }
  }

  /** Learning costs nothing with Connector/J, and a node that is known to be fresh is not asked. */
  @ForEachDriver
  void writingAndGoingOnAtTheSameNodeCostsNoRoundTrip(Driver driver) throws SQLException {
    try (MarkedTopology set = MarkedTopology.of(servers, driver);
        MarkedNode primary = set.open(servers.primary(), Role.PRIMARY);
        MarkScope _ = set.marks().open(Optional.empty())) {
      primary.write(ADD);
      long before = primary.questions();
      for (int i = 0; i < 10; i++) {
        assertThat(primary.ensure()).isEqualTo(Freshness.FRESH);
        primary.write(ADD);
        assertThat(primary.ensure()).isEqualTo(Freshness.FRESH);
        primary.read(COUNT);
      }
      assertThat(primary.questions() - before).isEqualTo(10 + 10 + 1);
      long learnt = set.marks().counts().of(Event.LEARNT);
      assertThat(learnt).isEqualTo(driver == Driver.CONNECTOR_J ? 11 : 0);
    }
  }

  @ForEachDriver
  void aReplicaThatHasReachedAPositionIsAskedOnce(Driver driver) throws SQLException {
    try (MarkedTopology set = MarkedTopology.of(servers, driver);
        MarkedNode primary = set.open(servers.primary(), Role.PRIMARY);
        MarkedNode replica = set.open(servers.replicas().get(0), Role.REPLICA);
        MarkScope scope = set.marks().open(Optional.empty())) {
      primary.write(ADD);
      assertThat(replica.ensure()).isEqualTo(Freshness.FRESH);
      String text = scope.text().orElseThrow();
      long before = replica.questions();
      try (MarkScope _ = set.marks().open(Optional.of(text))) {
        assertThat(replica.ensure()).isEqualTo(Freshness.FRESH);
        assertThat(replica.ensure()).isEqualTo(Freshness.FRESH);
      }
      assertThat(replica.questions() - before).isEqualTo(1);
    }
  }

  @ForEachDriver
  void aReplicaThatLagsIsStaleWithinTheWait(Driver driver) throws SQLException {
    try (MarkedTopology set = MarkedTopology.waiting(servers, driver, "100ms");
        MarkedNode primary = set.open(servers.primary(), Role.PRIMARY);
        MarkedNode lagging = set.open(servers.replicas().get(0), Role.REPLICA);
        MarkedNode other = set.open(servers.replicas().get(1), Role.REPLICA);
        MarkScope _ = set.marks().open(Optional.empty())) {
      servers.stopApplying(servers.replicas().get(0));
      primary.write(ADD);
      long written = primary.read(COUNT);
      long before = System.nanoTime();
      assertThat(lagging.ensure()).isEqualTo(Freshness.STALE);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(90));
      servers.awaitCaughtUp(servers.replicas().get(1), SOON);
      assertThat(other.ensure()).isEqualTo(Freshness.FRESH);
      assertThat(other.read(COUNT)).isGreaterThanOrEqualTo(written);
      assertThat(primary.ensure()).isEqualTo(Freshness.FRESH);
    }
  }

  @ForEachDriver
  void aSessionGoesOnAtAnotherInstanceByItsText(Driver driver) throws SQLException {
    try (MarkedTopology first = MarkedTopology.of(servers, driver);
        MarkedTopology second = MarkedTopology.of(servers, driver);
        MarkedNode primary = first.open(servers.primary(), Role.PRIMARY);
        MarkedNode replica = second.open(servers.replicas().get(1), Role.REPLICA)) {
      for (int i = 0; i < 20; i++) {
        String text;
        long written;
        try (MarkScope scope = first.marks().open(Optional.empty())) {
          primary.write(ADD);
          written = primary.read(COUNT);
          text = scope.text().orElseThrow();
        }
        try (MarkScope _ = second.marks().open(Optional.of(text))) {
          assertThat(replica.ensure()).isEqualTo(Freshness.FRESH);
          assertThat(replica.read(COUNT)).isGreaterThanOrEqualTo(written);
        }
      }
      assertThat(second.marks().counts().of(Event.TAKEN_IN)).isEqualTo(20);
    }
  }

  /** A session that was shown fresh data by one replica must not be shown older by another. */
  @ForEachDriver
  void whatOneReplicaShowedAnotherMustHave(Driver driver) throws SQLException {
    try (MarkedTopology set = MarkedTopology.waiting(servers, driver, "100ms");
        MarkedNode primary = set.open(servers.primary(), Role.PRIMARY);
        MarkedNode ahead = set.open(servers.replicas().get(0), Role.REPLICA);
        MarkedNode behind = set.open(servers.replicas().get(1), Role.REPLICA)) {
      servers.stopApplying(servers.replicas().get(1));
      long written;
      try (MarkScope _ = set.marks().open(Optional.empty())) {
        primary.write(ADD);
        written = primary.read(COUNT);
        servers.awaitCaughtUp(servers.replicas().get(0), SOON);
        assertThat(ahead.ensure()).isEqualTo(Freshness.FRESH);
      }
      try (MarkScope _ = set.marks().open(Optional.empty())) {
        assertThat(ahead.ensure()).isEqualTo(Freshness.FRESH);
        assertThat(ahead.read(COUNT)).isEqualTo(written);
        assertThat(behind.ensure()).isEqualTo(Freshness.STALE);
        assertThat(primary.ensure()).isEqualTo(Freshness.FRESH);
      }
    }
  }
}
