package io.matapalo.router.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.matapalo.router.consistency.GtidSet;
import io.matapalo.router.consistency.MySqlGtids;
import io.matapalo.router.freshness.FreshnessGate.Freshness;
import io.matapalo.router.freshness.session.MarkCounts.Event;
import io.matapalo.router.freshness.tracking.Tracker;
import io.matapalo.router.freshness.tracking.Trackers;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gate asks of the members of a group when one of them is lost; fakes. */
final class GroupGateTest {

  private static final String SOURCE = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

  private final Map<String, FakeServer> members = new HashMap<>();
  private final Map<String, Connection> connections = new HashMap<>();
  private final List<Node> nodes =
      List.of(
          Node.of("a", "jdbc:mysql://a/x"),
          Node.of("b", "jdbc:mysql://b/x"),
          Node.of("c", "jdbc:mysql://c/x"));
  private final Marks marks =
      Marks.create(
          MarkSettings.from(Map.of("marks.wait", "0ms", "marks.secret", MarkedTopology.SECRET)),
          nodes,
          node -> member(node.name()).connect());
  private final FreshnessGate gate = marks.gate();

  @BeforeEach
  void group() {
    for (Node node : nodes) {
      FakeServer member = new FakeServer();
      member.uid = node.name();
      member.member = true;
      members.put(node.name(), member);
    }
  }

  @AfterEach
  void close() {
    marks.close();
  }

  /** Its bound can never be asked for, and no other member was fresh for ever after. */
  @Test
  void whatALostMemberHadShownIsAwaitedByABarrier() throws SQLException {
    member("b").ordered = SOURCE + ":1-9";
    try (MarkScope scope = marks.open(Optional.empty())) {
      read("c");
      member("c").dead = true;
      assertThat(ensure("b")).isEqualTo(Freshness.FRESH);
      assertThat(member("b").applied).isEqualTo(SOURCE + ":1-9");
      assertThat(ensure("b")).isEqualTo(Freshness.FRESH);
      assertThat(scope.text()).isPresent();
    }
    assertThat(marks.counts().of(Event.BARRIER)).isEqualTo(1);
    assertThat(marks.counts().of(Event.BOUND_MISSING)).isEqualTo(1);
  }

  /** By this driver, which tells no positions, a write is as a read. */
  @Test
  void anInstanceThatHasWrittenOnALostMemberGoesOnElsewhere() throws SQLException {
    member("b").ordered = SOURCE + ":1-9";
    ensure("c");
    gate.written(connection("c"), status("c"));
    member("c").dead = true;
    assertThat(ensure("b")).isEqualTo(Freshness.FRESH);
    assertThat(member("b").applied).isEqualTo(SOURCE + ":1-9");
  }

  @Test
  void aSecondaryOfTheGroupPassesABarrierToo() throws SQLException {
    member("b").ordered = SOURCE + ":1-9";
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("c");
      member("c").dead = true;
      NodeStatus secondary = new NodeStatus(node("b"), true, Role.REPLICA, "", "", 0, "");
      gate.opened(connection("b"), secondary);
      assertThat(gate.ensure(connection("b"), secondary, Intent.READ)).isEqualTo(Freshness.FRESH);
    }
  }

  /** What the driver tells of own writes is all that the instance's own session is held to. */
  @Test
  void ownWritesThatTheDriverTellsNeedNoBarrierAfterALoss() throws SQLException {
    try (Marks told = marksTold(() -> SOURCE + ":7")) {
      write(told.gate(), status("c"));
      member("c").dead = true;
      member("b").applied = SOURCE + ":1-7";
      assertThat(ensure(told.gate(), "b")).isEqualTo(Freshness.FRESH);
      member("a").applied = SOURCE + ":1-6";
      member("a").queued = 1;
      assertThat(ensure(told.gate(), "a")).isEqualTo(Freshness.STALE);
      assertThat(told.counts().of(Event.BARRIER)).isZero();
      assertThat(told.counts().of(Event.BOUND_MISSING)).isZero();
    }
  }

  /** Others' commits leave holes in them, and each commit added a part for ever. */
  @Test
  void holesInOwnWritesAreFilledFromTheHealthCheck() throws SQLException {
    AtomicInteger commit = new AtomicInteger(-1);
    try (Marks told = marksTold(() -> SOURCE + ":" + commit.addAndGet(2))) {
      for (int i = 0; i < 10 * NodeProgress.MOST_PARTS; i++) {
        int reported = commit.get() + 2;
        write(
            told.gate(), new NodeStatus(node("c"), true, Role.PRIMARY, "", known(reported), 0, ""));
      }
      ensure(told.gate(), "b");
      assertThat(member("b").asked())
          .filteredOn(sql -> sql.contains("WAIT_FOR_EXECUTED_GTID_SET"))
          .singleElement(STRING)
          .hasSizeLessThan(NodeProgress.MOST_PARTS * 12);
    }
  }

  private static String known(int reported) {
    return SOURCE + ":1-" + reported;
  }

  private Marks marksTold(Supplier<String> written) {
    Tracker exact =
        new Tracker() {
          @Override
          public Optional<GtidSet> take() {
            return Optional.of(MySqlGtids.parse(written.get()));
          }

          @Override
          public boolean isExact() {
            return true;
          }
        };
    return Marks.create(
        MarkSettings.from(Map.of("marks.wait", "0ms")),
        nodes,
        node -> member(node.name()).connect(),
        new Trackers((connection, dialect) -> Optional.of(exact)));
  }

  private void write(FreshnessGate on, NodeStatus status) throws SQLException {
    Connection connection = connection(status.node().name());
    on.opened(connection, status);
    on.written(connection, status);
  }

  @Test
  void liveMembersAreAskedForTheirBoundsInstead() throws SQLException {
    member("c").applied = SOURCE + ":1-9";
    member("b").applied = SOURCE + ":1-9";
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("c");
      assertThat(ensure("b")).isEqualTo(Freshness.FRESH);
    }
    assertThat(marks.counts().of(Event.BARRIER)).isZero();
  }

  @Test
  void aMemberWithoutMajorityPassesNoBarrier() throws SQLException {
    member("b").hasMajority = false;
    member("a").ordered = SOURCE + ":1-9";
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("c");
      member("c").dead = true;
      assertThat(ensure("b")).isEqualTo(Freshness.STALE);
      assertThat(ensure("a")).isEqualTo(Freshness.FRESH);
    }
  }

  /** As after a group was founded anew from a member that lacked it. */
  @Test
  void whatTheGroupHasNotIsLostAndToldOnce() throws SQLException {
    member("c").applied = SOURCE + ":1-9";
    member("b").applied = SOURCE + ":1-5";
    member("b").ordered = SOURCE + ":1-5";
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("c");
      assertThat(ensure("b")).isEqualTo(Freshness.LOST);
      assertThat(ensure("b")).isEqualTo(Freshness.FRESH);
    }
    assertThat(marks.counts().of(Event.LOST)).isEqualTo(1);
  }

  @Test
  void aMemberThatHasStillToApplyIsOnlyLate() throws SQLException {
    member("c").applied = SOURCE + ":1-9";
    member("b").applied = SOURCE + ":1-5";
    member("b").queued = 4;
    try (MarkScope _ = marks.open(Optional.empty())) {
      read("c");
      assertThat(ensure("b")).isEqualTo(Freshness.STALE);
    }
    assertThat(marks.counts().of(Event.BARRIER)).isZero();
  }

  private void read(String name) throws SQLException {
    gate.opened(connection(name), status(name));
    gate.read(connection(name), status(name));
  }

  private Freshness ensure(String name) throws SQLException {
    return ensure(gate, name);
  }

  private Freshness ensure(FreshnessGate on, String name) throws SQLException {
    Connection connection = connection(name);
    on.opened(connection, status(name));
    return on.ensure(connection, status(name), Intent.READ);
  }

  private Connection connection(String name) throws SQLException {
    Connection known = connections.get(name);
    if (known != null) {
      return known;
    }
    Connection opened = member(name).connect();
    connections.put(name, opened);
    return opened;
  }

  private FakeServer member(String name) {
    return members.computeIfAbsent(name, none -> new FakeServer());
  }

  private NodeStatus status(String name) {
    return new NodeStatus(node(name), true, Role.PRIMARY, "", "", 0, "");
  }

  private Node node(String name) {
    return nodes.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
