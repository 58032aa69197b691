package io.matapalo.router.jdbc;

import io.matapalo.recorder.SqlRecorder;
import io.matapalo.router.cluster.Routes;
import io.matapalo.router.freshness.FreshnessGate;
import io.matapalo.router.link.NodeConnections;
import io.matapalo.router.link.ReadOnlyOperations;
import io.matapalo.router.pinning.Deadline;
import io.matapalo.router.pinning.Routing;
import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import io.matapalo.router.topology.TopologyKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes without servers, and a journal of all that reaches them: {@code a1.commit} is the commit of
 * the first connection to node a. Confined to one thread.
 */
final class FakeCluster implements Routes, NodeConnections {

  final List<String> journal = new ArrayList<>();
  final List<String> suspected = new ArrayList<>();
  private final Map<String, FakeConnection> physicals = new HashMap<>();
  private final Map<String, SQLException> unreachable = new HashMap<>();
  private final Set<String> lost = new HashSet<>();
  private List<String> readers = List.of("a", "b", "c");
  private List<String> writers = List.of("a", "b", "c");
  private boolean pooled;
  private long nanos;
  private long nanosPerBorrow;

  /** Runs while a connection is being opened. */
  private Runnable whileBorrowing = () -> {};

  private FreshnessGate gate = FreshnessGate.OFF;
  private ReadOnlyOperations declared = ReadOnlyOperations.NONE;

  static Node node(String name) {
    return Node.of(name, "jdbc:mysql://" + name + ":3306/shop");
  }

  FakeCluster pooled() {
    pooled = true;
    return this;
  }

  FakeCluster with(FreshnessGate marks) {
    gate = marks;
    return this;
  }

  FakeCluster readOnly(String... operations) {
    declared = ReadOnlyOperations.of(List.of(operations), SqlRecorder::currentOperation);
    return this;
  }

  /** Who takes what from now on, the best first. */
  FakeCluster routes(String reading, String writing) {
    readers = names(reading);
    writers = names(writing);
    return this;
  }

  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
  }

  FakeCluster unreachable(String node, SQLException thrown) {
    unreachable.put(node, thrown);
    return this;
  }

  FakeCluster lost(String node) {
    lost.add(node);
    return this;
  }

  FakeCluster whileBorrowing(Runnable runs) {
    whileBorrowing = runs;
    return this;
  }

  FakeCluster everyBorrowTakes(Duration time) {
    nanosPerBorrow = time.toNanos();
    return this;
  }

  RoutedConnection connection() {
    return new RoutedConnection(
        new Routing(this, this, gate, declared, new Deadline(Duration.ofSeconds(5), () -> nanos)));
  }

  /** {@code a1}: the first connection to node a. */
  FakeConnection physical(String name) {
    FakeConnection found = physicals.get(name);
    if (found == null) {
      throw new AssertionError("no connection " + name + " was opened, only " + physicals.keySet());
    }
    return found;
  }

  /** The journal so far, which begins anew. */
  List<String> told() {
    List<String> all = List.copyOf(journal);
    journal.clear();
    return all;
  }

  @Override
  public List<Node> candidates(Intent intent) {
    List<String> names = intent == Intent.READ ? readers : writers;
    return names.stream().map(FakeCluster::node).toList();
  }

  @Override
  public ClusterView view() {
    List<NodeStatus> nodes =
        List.of("a", "b", "c").stream()
            .map(name ->
                new NodeStatus(
                    node(name),
                    !lost.contains(name),
                    writers.contains(name) ? Role.PRIMARY : Role.REPLICA,
                    lost.contains(name) ? "does not answer" : "",
                    "",
                    0,
                    name))
            .toList();
    return new ClusterView(TopologyKind.PRIMARY_REPLICA, Engine.MARIADB, nodes, 1);
  }

  @Override
  public void suspect(Node node, String reason) {
    suspected.add(node.name());
  }

  @Override
  public Connection borrow(Node node) throws SQLException {
    nanos += nanosPerBorrow;
    whileBorrowing.run();
    SQLException refusal = unreachable.get(node.name());
    if (refusal != null) {
      throw refusal;
    }
    int number = 1;
    while (physicals.containsKey(node.name() + number)) {
      number++;
    }
    FakeConnection physical = new FakeConnection(node.name() + number, journal);
    physicals.put(node.name() + number, physical);
    journal.add(physical.name() + ".open");
    return physical.jdbc();
  }

  @Override
  public void giveBack(Node node, Connection physical) {
    journal.add(FakeConnection.of(physical).name() + ".giveBack");
  }

  @Override
  public void discard(Node node, Connection physical) {
    journal.add(FakeConnection.of(physical).name() + ".discard");
  }

  @Override
  public Connection opened(Connection physical) {
    return physical;
  }

  @Override
  public boolean arePooled() {
    return pooled;
  }
}
