package io.matapalo.router.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.router.freshness.FreshnessGate.Freshness;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gate asks of a primary {@code p} and its replicas {@code r}, {@code s}; fakes. */
final class MarkGateTest {

  private final Map<String, FakeServer> servers = new HashMap<>();
  private final Map<String, Connection> connections = new HashMap<>();
  private final List<Node> nodes =
      List.of(
          Node.of("p", "jdbc:mysql://p/x"),
          Node.of("r", "jdbc:mysql://r/x"),
          Node.of("s", "jdbc:mysql://s/x"));
  private final Marks marks = marks(Map.of("marks.waiters", "1", "marks.wait", "0ms"));
  private final FreshnessGate gate = marks.gate();

  @AfterEach
  void close() {
    marks.close();
  }

  @Test
  void aSessionThatHasSeenNothingMayBeginAnywhereUnasked() throws SQLException {
    try (MarkScope _ = marks.open(Optional.empty())) {
      assertThat(ensure("r")).isEqualTo(Freshness.FRESH);
      assertThat(server("r").asked()).isEmpty();
    }
  }

  @Test
  void goingOnWhereOneWasIsNotAsked() throws SQLException {
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("r");
      assertThat(ensure("r")).isEqualTo(Freshness.FRESH);
      assertThat(server("r").asked()).isEmpty();
    }
  }

  @Test
  void aReplicaWaitsForWhatAnotherShowed() throws SQLException {
    server("r").logged = "0-1-7";
    server("s").applied = "0-1-6";
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("r");
      assertThat(ensure("s")).isEqualTo(Freshness.STALE);
      server("s").applied = "0-1-7";
      assertThat(ensure("s")).isEqualTo(Freshness.FRESH);
    }
    assertThat(server("s").asked())
        .containsExactly(
            "SELECT MASTER_GTID_WAIT('0-1-7', 0.000)", "SELECT MASTER_GTID_WAIT('0-1-7', 0.000)");
    assertThat(server("r").asked()).hasSize(1);
  }

  @Test
  void whatANodeHasReachedIsAskedOnceForAllSessions() throws SQLException {
    server("r").logged = "0-1-7";
    server("s").applied = "0-1-9";
    for (int i = 0; i < 3; i++) {
      try (MarkScope _ = marks.open(Optional.empty())) {
        read("r");
        assertThat(ensure("s")).isEqualTo(Freshness.FRESH);
      }
    }
    assertThat(server("s").asked()).hasSize(1);
  }

  @Test
  void whatTheMonitorKnowsIsNotAsked() throws SQLException {
    server("r").logged = "0-1-7";
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("r");
      assertThat(ensure(told("s", "0-1-8", "7"))).isEqualTo(Freshness.FRESH);
    }
    assertThat(server("s").asked()).isEmpty();
  }

  @Test
  void aMonitorThatTalksNonsenseIsNoHelpAndNoHarm() throws SQLException {
    server("r").logged = "0-1-7";
    server("s").applied = "0-1-7";
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("r");
      assertThat(ensure(told("s", "nonsense", "7"))).isEqualTo(Freshness.FRESH);
    }
    assertThat(server("s").asked()).hasSize(1);
  }

  /** A position that a server had before it was replaced or started anew does not hold. */
  @Test
  void nothingIsRememberedOfAnotherServerBehindTheSameName() throws SQLException {
    server("r").logged = "0-1-7";
    server("s").applied = "0-1-7";
    moveFromTo("r", told("s", "", "7"), Freshness.FRESH);
    server("s").applied = "";
    moveFromTo("r", told("s", "", "7"), Freshness.FRESH);
    moveFromTo("r", told("s", "", "8"), Freshness.STALE);
  }

  @Test
  void nothingIsRememberedOfAServerThatWasStartedAnew() throws SQLException {
    server("r").logged = "0-1-7";
    server("s").applied = "0-1-7";
    moveFromTo("r", told("s", "", ""), Freshness.FRESH);
    server("s").applied = "";
    server("s").uptime = 3;
    connections.remove("s");
    moveFromTo("r", told("s", "", ""), Freshness.STALE);
  }

  @Test
  void thoseWhoMayNotWaitGoElsewhereAtOnce() throws SQLException {
    server("r").logged = "0-1-7";
    AtomicReference<Freshness> second = new AtomicReference<>();
    server("s").whileWaiting =
        () -> {
          try (MarkScope _ = marks.open(Optional.empty())) {
            read("r");
            second.set(ensure("s"));
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        };
    moveFromTo("r", told("s", "", ""), Freshness.STALE);
    assertThat(second.get()).isEqualTo(Freshness.STALE);
    assertThat(marks.counts().of(Event.TOO_MANY_WAITERS)).isEqualTo(1);
    assertThat(server("s").asked()).hasSize(1);
  }

  /** Its primary has written all that a replica has shown: it is asked instead of the replica. */
  @Test
  void thePrimaryShowsAllThatAReplicaShowedWithoutAskingIt() throws SQLException {
    server("p").logged = "0-1-9";
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("r");
      server("r").dead = true;
      assertThat(ensure("p")).isEqualTo(Freshness.FRESH);
    }
    assertThat(marks.counts().of(Event.BARRIER)).isEqualTo(1);
    assertThat(marks.counts().of(Event.BOUND_ASKED)).isZero();
  }

  @Test
  void whereTheNodeThatShowedIsGoneOnlyThePrimaryWillDo() throws SQLException {
    server("p").logged = "0-1-9";
    server("s").applied = "0-1-9";
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("r");
      server("r").dead = true;
      assertThat(ensure("s")).isEqualTo(Freshness.STALE);
      assertThat(ensure("s")).isEqualTo(Freshness.STALE);
      assertThat(ensure("p")).isEqualTo(Freshness.FRESH);
      assertThat(ensure("s")).isEqualTo(Freshness.FRESH);
    }
    assertThat(marks.counts().of(Event.BOUND_MISSING)).isEqualTo(1);
  }

  @Test
  void theNodeThatIsWaitedForLastGetsMoreTime() throws SQLException {
    server("r").logged = "0-1-7";
    server("s").applied = "0-1-6";
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("r");
      assertThat(ensure("s")).isEqualTo(Freshness.STALE);
      assertThat(
              gate.ensureWithin(Duration.ofSeconds(2), connection("s"), status("s"), Intent.READ))
          .isEqualTo(Freshness.STALE);
    }
    assertThat(server("s").asked())
        .containsExactly(
            "SELECT MASTER_GTID_WAIT('0-1-7', 0.000)", "SELECT MASTER_GTID_WAIT('0-1-7', 2.000)");
  }

  /** The debt stays a debt: it is not turned into one that no replica can pay. */
  @Test
  void aNodeThatIsBackIsAskedWhatItHadShown() throws SQLException {
    server("r").logged = "0-1-9";
    server("s").applied = "0-1-9";
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("r");
      server("r").dead = true;
      assertThat(ensure("s")).isEqualTo(Freshness.STALE);
      server("r").dead = false;
      await().until(() -> ensure("s") == Freshness.FRESH);
    }
    assertThat(marks.counts().of(Event.BARRIER)).isZero();
  }

  @Test
  void whatANewPrimaryHasNotIsLostAndToldOnce() throws SQLException {
    server("r").logged = "0-1-7";
    server("p").logged = "0-1-5";
    try (MarkScope scope = marks.open(Optional.empty())) {
      read("r");
      String text = scope.text().orElseThrow();
      try (MarkScope _ = marks.open(Optional.of(text))) {
        assertThat(ensure("p")).isEqualTo(Freshness.LOST);
        assertThat(ensure("p")).isEqualTo(Freshness.FRESH);
      }
    }
    assertThat(marks.counts().of(Event.LOST)).isEqualTo(1);
  }

  @Test
  void outsideAnyUnitOfWorkWhatWasReadIsNotRemembered() throws SQLException {
    read("r");
    assertThat(ensure("s")).isEqualTo(Freshness.FRESH);
    assertThat(server("s").asked()).isEmpty();
  }

  /** This driver tells no positions: the instance's own writes are bounded when one moves. */
  @Test
  void outsideAnyUnitOfWorkAnInstanceSeesItsOwnWrites() throws SQLException {
    server("p").logged = "0-1-7";
    server("s").applied = "0-1-6";
    ensure("p");
    gate.written(connection("p"), status("p"));
    assertThat(ensure("s")).isEqualTo(Freshness.STALE);
    server("s").applied = "0-1-7";
    assertThat(ensure("s")).isEqualTo(Freshness.FRESH);
  }

  @Test
  void aBadOrForeignTextIsCountedAndAsIfThereWereNone() throws SQLException {
    Marks other =
        Marks.create(
            MarkSettings.from(
                Map.of("marks.secret", MarkedTopology.SECRET, "marks.cluster", "other")),
            nodes,
            node -> server(node.name()).connect());
    server("r").logged = "0-1-7";
    String foreign;
    try (MarkScope scope = other.open(Optional.empty())) {
      other.gate().opened(connection("r"), status("r"));
      other.gate().read(connection("r"), status("r"));
      foreign = scope.text().orElseThrow();
    }
    for (String text : List.of(foreign, "v1.AAAA.AAAA", "v0.A.A", "?", foreign + "~nonsense")) {
      try (MarkScope _ = marks.open(Optional.of(text))) {
        assertThat(ensure("s")).isEqualTo(Freshness.FRESH);
      }
    }
    assertThat(server("s").asked()).isEmpty();
    assertThat(marks.counts().of(Event.REFUSED_FOREIGN)).isEqualTo(2);
    assertThat(marks.counts().of(Event.REFUSED_BAD_SIGNATURE)).isEqualTo(1);
    assertThat(marks.counts().of(Event.REFUSED_OTHER_FORMAT)).isEqualTo(1);
    assertThat(marks.counts().of(Event.REFUSED_MALFORMED)).isEqualTo(2);
    other.close();
  }

  @Test
  void aTextThatNothingWasAskedUnderIsHandedOnAsItCame() {
    try (MarkScope scope = marks.open(Optional.of("as it came"))) {
      assertThat(scope.text()).contains("as it came");
    }
  }

  @Test
  void withoutASecretNoMarkLeavesTheProcess() throws SQLException {
    try (Marks silent =
            Marks.create(MarkSettings.standard(), nodes, node -> server(node.name()).connect());
        MarkScope scope = silent.open(Optional.empty())) {
      silent.gate().opened(connection("r"), status("r"));
      silent.gate().read(connection("r"), status("r"));
      assertThat(scope.text()).isEmpty();
    }
  }

  @Test
  void anotherThreadTakesPartByJoining() throws Exception {
    server("r").logged = "0-1-7";
    try (MarkScope scope = marks.open(Optional.empty())) {
      read("r");
      AtomicReference<Freshness> joined = new AtomicReference<>();
      AtomicReference<Freshness> apart = new AtomicReference<>();
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  apart.set(ensure("s"));
                  try (MarkScope _ = scope.join()) {
                    joined.set(ensure("s"));
                  }
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      thread.join();
      assertThat(apart.get()).isEqualTo(Freshness.FRESH);
      assertThat(joined.get()).isEqualTo(Freshness.STALE);
    }
  }

  private void moveFromTo(String from, NodeStatus to, Freshness expected) throws SQLException {
    try (MarkScope _ = marks.open(Optional.empty())) {
      read(from);
      assertThat(ensure(to)).isEqualTo(expected);
    }
  }

  private void read(String name) throws SQLException {
    gate.opened(connection(name), status(name));
    gate.read(connection(name), status(name));
  }

  private Freshness ensure(String name) throws SQLException {
    return ensure(status(name));
  }

  private Freshness ensure(NodeStatus status) throws SQLException {
    Connection connection = connection(status.node().name());
    gate.opened(connection, status);
    return gate.ensure(connection, status, Intent.READ);
  }

  private Connection connection(String name) throws SQLException {
    Connection known = connections.get(name);
    if (known != null) {
      return known;
    }
    Connection opened = server(name).connect();
    connections.put(name, opened);
    return opened;
  }

  private FakeServer server(String name) {
    FakeServer server = servers.computeIfAbsent(name, none -> new FakeServer());
    server.uid = name;
    return server;
  }

  private NodeStatus status(String name) {
    return told(name, "", "");
  }

  private NodeStatus told(String name, String position, String server) {
    Node node = nodes.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    Role role = name.equals("p") ? Role.PRIMARY : Role.REPLICA;
    return new NodeStatus(node, true, role, "", position, 0, server);
  }

  private Marks marks(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("marks.secret", MarkedTopology.SECRET);
    all.put("marks.cluster", "test");
    return Marks.create(MarkSettings.from(all), nodes, node -> server(node.name()).connect());
  }
}
