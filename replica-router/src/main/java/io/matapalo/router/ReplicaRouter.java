package io.matapalo.router;

import io.matapalo.recorder.SqlRecorder;
import io.matapalo.recorder.jdbc.CountingConnections;
import io.matapalo.recorder.jdbc.RecordingDataSource;
import io.matapalo.router.freshness.Marks;
import io.matapalo.router.jdbc.RoutedDataSource;
import io.matapalo.router.link.ClusterLink;
import io.matapalo.router.link.ClusterLinkSettings;
import io.matapalo.router.link.Recording;
import io.matapalo.router.pinning.Routing;
import io.matapalo.router.placement.InstancePlacement;
import io.matapalo.router.placement.Placement;
import io.matapalo.router.placement.PlacementSettings;
import io.matapalo.router.topology.ClusterView;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.transaction.TransactionPolicy;
import io.matapalo.router.transaction.TransactionRunner;
import io.matapalo.router.transaction.TransactionSettings;
import io.matapalo.router.transaction.metrics.TransactionMetrics;
import io.matapalo.router.transaction.outcome.TransactionException;
import io.matapalo.router.transaction.work.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts this instance on one of the database nodes, watches them all, and hands out a pooled {@link
 * DataSource}: each transaction runs on the node that is right for it, or fails there. Thread-safe.
 */
public final class ReplicaRouter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaRouter.class);

  private final Placement placement;
  private final ClusterLink link;
  private final NodePools pools;
  private final DataSource dataSource;
  private final TransactionRunner transactions;
  private final AtomicBoolean outcomeTableSeen = new AtomicBoolean();

  private ReplicaRouter(
      Placement placement,
      ClusterLink link,
      NodePools pools,
      TransactionSettings transactionSettings) {
    this.placement = placement;
    this.link = link;
    this.pools = pools;
    DataSource routed = new RoutedDataSource(Routing.over(link, pools));
    this.dataSource = link.isRecording() ? RecordingDataSource.timing(routed) : routed;
    this.transactions = TransactionRunner.unchecked(dataSource, transactionSettings);
  }

  /**
   * Refuses unsafe driver settings, places the instance, looks at the nodes and opens the pools.
   * Blocks for that, at most twice {@code health.timeout} and the borrow timeout.
   *
   * @throws RouterException when a setting is unsafe or wrong, or no node can be used
   */
  public static ReplicaRouter create(RouterConfig config) {
    ClusterLink link;
    Placement placement;
    TransactionSettings transactionSettings;
    try {
      transactionSettings = transactionSettings(config);
      placement = placement(config);
      link = link(config);
    } catch (IllegalArgumentException e) {
      throw new RouterException(String.valueOf(e.getMessage()), e);
    }
    NodePools pools = null;
    try {
      requireUsable(link);
      pools = NodePools.open(link, config, placement.node());
      return new ReplicaRouter(placement, link, pools, transactionSettings);
    } finally {
      if (pools == null) {
        link.close();
      }
    }
  }

  private static Placement placement(RouterConfig config) {
    InstancePlacement decided =
        InstancePlacement.decide(
            config.instance(), config.nodes(), PlacementSettings.from(config.settings()));
    Placement placement = decided.placement();
    LOG.info(
        "placed instance={} node={} reason={}",
        placement.instance(),
        placement.node().name(),
        placement.reason());
    return placement;
  }

  private static ClusterLink link(RouterConfig config) {
    Properties properties = new Properties();
    properties.setProperty("user", config.credentials().user());
    properties.setProperty("password", config.credentials().password());
    return ClusterLink.open(
        new ClusterLinkSettings(
            config.kind(), config.nodes(), config.instance(), properties, config.settings()),
        new Recording(CountingConnections::opened, SqlRecorder::currentOperation));
  }

  private static TransactionSettings transactionSettings(RouterConfig config) {
    Map<String, String> settings = new HashMap<>(config.settings());
    settings.put("topology", config.kind().setting());
    return TransactionSettings.from(settings);
  }

  private static void requireUsable(ClusterLink link) {
    if (!link.routes().candidates(Intent.READ).isEmpty()) {
      return;
    }
    String reasons =
        link.routes().view().nodes().stream()
            .map(ReplicaRouter::told)
            .collect(Collectors.joining("; "));
    throw new RouterException(
        "no node can be used; check their jdbc-urls, user and password: " + reasons, null);
  }

  private static String told(NodeStatus status) {
    return "node " + status.node().name() + " " + status.reason();
  }

  /**
   * Connections to the cluster. Each transaction of one takes a physical connection from the pool
   * of its node with its first statement, which waits at most the borrow timeout for it.
   */
  public DataSource dataSource() {
    return dataSource;
  }

  /**
   * Runs units of work as whole transactions on these connections. The first call looks whether the
   * outcome table is there.
   *
   * @throws TransactionException if it is not, naming the command that makes it
   */
  public TransactionRunner transactions() {
    if (!outcomeTableSeen.get()) {
      transactions.checkOutcomeTable();
      outcomeTableSeen.set(true);
    }
    return transactions;
  }

  /** As the runner does; a policy without an outcome row needs no outcome table. */
  public <T extends @Nullable Object, E extends Exception> T inTransaction(
      TransactionPolicy policy, Work<T, E> work) throws E {
    return transactions.inTransaction(withOutcomeTable(policy), work);
  }

  /** The policy with the time that the first look for the outcome table has left of it. */
  private TransactionPolicy withOutcomeTable(TransactionPolicy policy) {
    if (!policy.outcomeRow() || outcomeTableSeen.get()) {
      return policy;
    }
    TransactionPolicy left = transactions.checkOutcomeTable(policy);
    outcomeTableSeen.set(true);
    return left;
  }

  /** What became of the units of work so far, whether or not there is an outcome table. */
  public TransactionMetrics transactionMetrics() {
    return transactions.metrics();
  }

  /** How the pools are used at the moment, one for each node. */
  public List<PoolUse> pools() {
    return pools.use();
  }

  /** Where this instance was put, and why. */
  public Placement placement() {
    return placement;
  }

  /** What is known of the nodes at the moment. */
  public ClusterView view() {
    return link.routes().view();
  }

  /** What sessions have seen: to open units of work, and to hand marks on. */
  public Marks marks() {
    return link.marks();
  }

  /** Closes the pools and their connections, and ends the watch; a second call does nothing. */
  @Override
  public void close() {
    pools.close();
    link.close();
  }
}
