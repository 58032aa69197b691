package io.matapalo.testkit.topology;

import io.matapalo.testkit.binaries.TestkitException;
import io.matapalo.testkit.mariadb.GaleraData;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.FreePorts;
import io.matapalo.testkit.server.ServerConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * MariaDB nodes that all take writes and certify each other's: of two transactions on the same row
 * at the same time, one fails. One sequence of GTIDs for all. Thread-safe.
 */
public final class Galera implements Topology {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int MAX_NODES = 7;
  // Not prepared for applications; no such database or table; lost a conflict, as all that runs
  // does when a node is left out.
  private static final Set<Integer> NOT_YET = Set.of(1047, 1049, 1146, 1213);
  private static final String BARRIER = "testkit_barrier";

  private final GaleraData data;
  private final List<MariaDbNode> nodes;

  private Galera(GaleraData data, List<MariaDbNode> nodes) {
    this.data = data;
    this.nodes = List.copyOf(nodes);
  }

  /** Three nodes. */
  public static Galera inFolder(Path folder) {
    return start(ServerConfig.inFolder(folder), 3);
  }

  /**
   * Returns once all nodes are members and have the same data; two to four seconds.
   *
   * @param config what all nodes share; its folder holds a folder for each, its port must be 0
   * @param count of nodes, 1 to 7
   */
  public static Galera start(ServerConfig config, int count) {
    Members.requireCount("nodes", count, MAX_NODES);
    Members.requireFreePorts(config);
    GaleraData data = GaleraData.of(config);
    List<GaleraOptions> plans = GaleraOptions.forNodes(count, data, FreePorts.next(count * 3));
    List<MariaDbNode> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerConfig server = plans.get(i).applied(config, Members.name(i));
        data.seed(server);
        // Together they would collide in the group and take three times as long.
        MariaDb first = MariaDb.start(server.withOptions(plans.get(i).firstStart(i)));
        MariaDbNode node = new MariaDbNode(Members.name(i), server, first);
        nodes.add(node);
        String members = String.valueOf(i + 1);
        await(
            node,
            () -> isSynced(node) && node.session().status("wsrep_cluster_size").equals(members));
      }
      Galera cluster = new Galera(data, nodes);
      cluster.awaitDonors();
      cluster.makeBarrier();
      return cluster;
    } catch (RuntimeException e) {
      Members.close(nodes);
      throw e;
    }
  }

  /**
   * Has the nodes wait half a minute for one that is silent, in the place of a second. For tests
   * that lose no node: a busy machine may hold any node up for seconds, and it would be left out.
   */
  public Galera patient() {
    nodes.forEach(node ->
        node.session()
            .execute(
                "SET GLOBAL wsrep_provider_options = 'evs.inactive_timeout=PT60S'",
                "SET GLOBAL wsrep_provider_options = 'evs.suspect_timeout=PT30S'"));
    return this;
  }

  private static void await(MariaDbNode node, BooleanSupplier reached) {
    Await.until(reached, DEADLINE, () -> "node %s synced; it is %s".formatted(node, state(node)));
  }

  private static boolean isSynced(MariaDbNode node) {
    return state(node).equals("Synced/Primary");
  }

  private static String state(MariaDbNode node) {
    return node.session().status("wsrep_local_state_comment")
        + "/"
        + node.session().status("wsrep_cluster_status");
  }

  @Override
  public List<MariaDbNode> nodes() {
    return nodes;
  }

  /**
   * Conflicts that live nodes have decided against one of their own transactions since they were
   * started: at certification and by a lock that the other's took ({@code
   * wsrep_local_cert_failures} and {@code wsrep_local_bf_aborts}).
   */
  public long certificationFailures() {
    return nodes.stream()
        .filter(MariaDbNode::isAlive)
        .mapToLong(node ->
            Long.parseLong(node.session().status("wsrep_local_cert_failures"))
                + Long.parseLong(node.session().status("wsrep_local_bf_aborts")))
        .sum();
  }

  /** Takes the node out of the group's network; its clients still reach it. */
  public void partition(MariaDbNode node) {
    isolate(node, 1);
  }

  /** Ends the partition and returns once the node has caught up; five to eight seconds. */
  public void heal(MariaDbNode node) {
    isolate(node, 0);
    awaitSynced(node);
    awaitDonors();
  }

  /** Who gave a joiner what it lacked is synced again a moment later than the joiner. */
  private void awaitDonors() {
    nodes.stream()
        .filter(MariaDbNode::isAlive)
        .forEach(node -> await(node, () -> isSynced(node) || !state(node).endsWith("/Primary")));
  }

  private static void isolate(MariaDbNode node, int on) {
    node.session().execute("set global wsrep_provider_options='gmcast.isolate=%d'".formatted(on));
  }

  /** Is it a member of the group that may take writes, and up to date? */
  public boolean synced(MariaDbNode node) {
    return node.isAlive() && isSynced(node);
  }

  /** Waits, a minute at most, until it is. */
  public void awaitSynced(MariaDbNode node) {
    await(node, () -> isSynced(node));
  }

  /**
   * Starts a killed node again and returns once it has what was written meanwhile. The others must
   * still hold that in their caches of write sets.
   */
  public void rejoin(MariaDbNode node) {
    node.kill();
    data.recover(node.config());
    node.restart();
    awaitSynced(node);
    awaitDonors();
  }

  @Override
  public void createDatabase(String name) {
    MariaDbNode first = nodes.stream().filter(this::synced).findFirst().orElseThrow();
    first.server().createDatabase(name);
    nodes.stream().filter(this::synced).forEach(node -> awaitCaughtUp(node, DEADLINE));
  }

  private void makeBarrier() {
    nodes
        .getFirst()
        .session()
        .execute(
            "create database " + BARRIER,
            "create table %s.passed (id bigint auto_increment primary key)".formatted(BARRIER));
    nodes.forEach(node -> awaitCaughtUp(node, DEADLINE));
  }

  /**
   * By a write of the node's own, which commits after all that the group has ordered before it.
   * Galera's wait for a GTID was seen to end a moment before the transaction could be read. A node
   * that was paused may count as synced until it hears that the group went on without it: so long
   * its refusals say only that it has not caught up.
   */
  @Override
  public void awaitCaughtUp(DatabaseNode node, Duration within) {
    Await.until(
        () -> passesBarrier(node, within), within, () -> "node %s has caught up".formatted(node));
  }

  private static boolean passesBarrier(DatabaseNode node, Duration within) {
    String url = node.jdbcUrl(BARRIER);
    try (Connection connection =
            DriverManager.getConnection(url, node.administrator(), node.password());
        Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(within.toMillis()));
      return statement.executeUpdate("insert into passed values ()") == 1;
    } catch (SQLException e) {
      if (NOT_YET.contains(e.getErrorCode())) {
        return false;
      }
      throw new TestkitException("node %s has not caught up within %s".formatted(node, within), e);
    }
  }

  @Override
  public String kind() {
    return "multi-primary";
  }

  @Override
  public void close() {
    Members.close(nodes);
  }
}
