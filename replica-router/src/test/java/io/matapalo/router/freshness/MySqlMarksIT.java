package io.matapalo.router.freshness;

import static io.matapalo.router.mysql.RealMySql.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.freshness.FreshnessGate.Freshness;
import io.matapalo.router.freshness.MarkedTopology.Driver;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import io.matapalo.router.mysql.RealMySql;
import io.matapalo.router.topology.Role;
import io.matapalo.testkit.mysql.MySql;
import io.matapalo.testkit.mysql.MySqlReplicas;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** A session's own writes and what it was shown, over a real MySQL primary and two replicas. */
@Tag("deep")
final class MySqlMarksIT {
  private static final String COUNT = "select v from counter where id = 1";
  private static final String ADD = "update counter set v = v + 1 where id = 1";

  private static MySqlReplicas servers;

  @BeforeAll
  static void start() throws SQLException {
    servers = MySqlReplicas.start(RealMySql.config("marks"), 2);
    servers.createDatabase("shop");
    update(
        servers.primary(),
        "create table counter (id int primary key, v bigint not null)",
        "insert into counter values (1, 0)");
  }

  @AfterAll
  static void stop() {
    if (servers != null) {
      servers.close();
    }
  }

  @BeforeEach
  void replicate() {
    for (MySql replica : servers.replicas()) {
      servers.startReplication(replica);
      servers.awaitCaughtUp(replica, Duration.ofSeconds(30));
    }
  }

  @ForEachDriver
  void aReplicaShowsWhatTheSessionWrote(Driver driver) throws SQLException {
    try (MarkedMySql instance = instance(driver);
        MarkedNode primary = instance.connect(servers.primary(), Role.PRIMARY);
        MarkedNode replica = replica(instance, 0)) {
      for (int i = 0; i < 100; i++) {
        try (MarkScope _ = instance.open()) {
          assertThat(primary.ensure()).isEqualTo(Freshness.FRESH);
          primary.write(ADD);
          assertThat(replica.ensure()).isEqualTo(Freshness.FRESH);
          assertThat(replica.read(COUNT)).isEqualTo(primary.read(COUNT));
        }
      }
    }
  }

  /** Connector/J is told the position with the answer; MariaDB's driver drops what it is told. */
  @ForEachDriver
  void learningCostsNoRoundTrip(Driver driver) throws SQLException {
    try (MarkedMySql instance = instance(driver);
        MarkedNode primary = instance.connect(servers.primary(), Role.PRIMARY);
        MarkScope _ = instance.open()) {
      primary.write(ADD);
      long before = primary.questions();
      for (int i = 0; i < 10; i++) {
        assertThat(primary.ensure()).isEqualTo(Freshness.FRESH);
        primary.write(ADD);
      }
      assertThat(primary.questions() - before).isEqualTo(10 + 1);
      assertThat(instance.marks().counts().of(Event.LEARNT))
          .isEqualTo(driver == Driver.CONNECTOR_J ? 11 : 0);
    }
  }

  @ForEachDriver
  void aReplicaThatLagsIsStaleAndAnotherIsNot(Driver driver) throws SQLException {
    try (MarkedMySql instance = hasty(driver);
        MarkedNode primary = instance.connect(servers.primary(), Role.PRIMARY);
        MarkedNode lagging = replica(instance, 0);
        MarkedNode other = replica(instance, 1);
        MarkScope _ = instance.open()) {
      servers.stopReplication(servers.replicas().getFirst());
      primary.write(ADD);
      long written = primary.read(COUNT);
      assertThat(lagging.ensure()).isEqualTo(Freshness.STALE);
      servers.awaitCaughtUp(servers.replicas().getLast(), Duration.ofSeconds(30));
      assertThat(other.ensure()).isEqualTo(Freshness.FRESH);
      assertThat(other.read(COUNT)).isEqualTo(written);
      assertThat(primary.ensure()).isEqualTo(Freshness.FRESH);
    }
  }

  /** What a session was shown by one replica, another that is behind must not show older. */
  @ForEachDriver
  void whatOneReplicaShowedAnotherMustHave(Driver driver) throws SQLException {
    try (MarkedMySql instance = hasty(driver);
        MarkedNode primary = instance.connect(servers.primary(), Role.PRIMARY);
        MarkedNode ahead = replica(instance, 0);
        MarkedNode behind = replica(instance, 1)) {
      servers.stopReplication(servers.replicas().getLast());
      primary.run(ADD);
      servers.awaitCaughtUp(servers.replicas().getFirst(), Duration.ofSeconds(30));
      try (MarkScope _ = instance.open()) {
        assertThat(ahead.ensure()).isEqualTo(Freshness.FRESH);
        ahead.read(COUNT);
        assertThat(behind.ensure()).isEqualTo(Freshness.STALE);
        assertThat(primary.ensure()).isEqualTo(Freshness.FRESH);
      }
      servers.startReplication(servers.replicas().getLast());
      servers.awaitCaughtUp(servers.replicas().getLast(), Duration.ofSeconds(30));
      try (MarkScope _ = instance.open()) {
        assertThat(ahead.ensure()).isEqualTo(Freshness.FRESH);
        long shown = ahead.read(COUNT);
        assertThat(behind.ensure()).isEqualTo(Freshness.FRESH);
        assertThat(behind.read(COUNT)).isEqualTo(shown);
      }
    }
  }

  @ForEachDriver
  void aSessionGoesOnAtAnotherInstanceByItsText(Driver driver) throws SQLException {
    try (MarkedMySql first = instance(driver);
        MarkedMySql second = instance(driver);
        MarkedNode primary = first.connect(servers.primary(), Role.PRIMARY);
        MarkedNode replica = replica(second, 1)) {
      for (int i = 0; i < 20; i++) {
        Optional<String> text;
        long written;
        try (MarkScope scope = first.open()) {
          primary.write(ADD);
          written = primary.read(COUNT);
          text = scope.text();
        }
        try (MarkScope _ = second.marks().open(text)) {
          assertThat(replica.ensure()).isEqualTo(Freshness.FRESH);
          assertThat(replica.read(COUNT)).isEqualTo(written);
        }
      }
      assertThat(second.marks().counts().of(Event.TAKEN_IN)).isEqualTo(20);
    }
  }

  /** A primary that lacks what a session saw will not get it: no wait for it. */
  @ForEachDriver
  void whatThePrimaryDoesNotHaveIsLost(Driver driver) throws SQLException {
    try (MarkedMySql instance = instance(driver);
        MarkedNode primary = instance.connect(servers.primary(), Role.PRIMARY);
        MarkedNode behind = replica(instance, 0)) {
      servers.stopReplication(servers.replicas().getFirst());
      try (MarkScope scope = instance.open()) {
        primary.write(ADD);
        assertThat(scope.text()).isPresent();
        behind.becomes(MarkedNode.status(behind.status().node(), Role.PRIMARY));
        assertThat(behind.ensure()).isEqualTo(Freshness.LOST);
        assertThat(behind.ensure()).isEqualTo(Freshness.FRESH);
      }
    }
  }

  private static MarkedMySql instance(Driver driver) {
    return new MarkedMySql(servers, servers.nodes(), driver, "10s");
  }

  /** One that soon gives up a replica that lags. */
  private static MarkedMySql hasty(Driver driver) {
    return new MarkedMySql(servers, servers.nodes(), driver, "100ms");
  }

  private static MarkedNode replica(MarkedMySql instance, int index) throws SQLException {
    return instance.connect(servers.replicas().get(index), Role.REPLICA);
  }
}
