package io.matapalo.router.link;

import io.matapalo.jvm.LogNames;
import io.matapalo.jvm.NanoTime;
import io.matapalo.router.cluster.Cluster;
import io.matapalo.router.cluster.ClusterSettings;
import io.matapalo.router.cluster.Routes;
import io.matapalo.router.cluster.health.HealthSettings;
import io.matapalo.router.freshness.MarkSettings;
import io.matapalo.router.freshness.Marks;
import io.matapalo.router.placement.PlacementSettings;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.TopologyKind;
import io.matapalo.router.topology.UnsafeSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A cluster in use: health checks, marks, and the way to its nodes. Thread-safe. */
public final class ClusterLink implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(LogNames.ROUTER);
  private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(1);

  private final ClusterLinkSettings settings;
  private final NodeDriver driver;
  private final OpenConnections open = new OpenConnections();
  private final @Nullable Cluster cluster;
  private final Routes routes;
  private final Marks marks;
  private final ReadOnlyOperations declared;

  private ClusterLink(
      ClusterLinkSettings settings,
      NodeDriver driver,
      @Nullable Cluster cluster,
      Marks marks,
      ReadOnlyOperations declared) {
    this.settings = settings;
    this.declared = declared;
    this.driver = driver;
    this.cluster = cluster;
    this.routes = cluster == null ? new OneNodeRoutes(settings.nodes().get(0)) : cluster;
    this.marks = marks;
  }

  /**
   * Refuses unsafe settings, then begins to watch the nodes; blocks for their first answers, at
   * most ten times the setting {@code health.timeout}. A single node is not watched. With the
   * setting {@code recorder=off}, {@code recording} hears of no connection.
   *
   * @throws IllegalArgumentException if a setting is wrong or unsafe
   */
  public static ClusterLink open(ClusterLinkSettings settings, Recording recording) {
    refuseUnsafe(settings);
    NodeDriver driver =
        new NodeDriver(
            new VendorDrivers(),
            settings.properties(),
            settings.limits(),
            settings.isRecording() ? recording.opened() : Recording.Opened.UNRECORDED);
    MarkSettings markSettings = MarkSettings.from(settings.settings());
    ClusterSettings clusterSettings =
        new ClusterSettings(
            settings.kind(),
            settings.nodes(),
            settings.instance(),
            PlacementSettings.from(settings.settings()),
            HealthSettings.from(settings.settings()));
    Marks marks =
        Marks.create(
            markSettings, settings.nodes(), node -> driver.openPlain(node, QUESTION_TIMEOUT));
    Cluster cluster =
        settings.kind() == TopologyKind.SINGLE
            ? null
            : Cluster.open(clusterSettings, driver::openPlain, Thread::new, NanoTime::now);
    ReadOnlyOperations declared = settings.readOnlyOperations(recording.operation());
    ClusterLink link = new ClusterLink(settings, driver, cluster, marks, declared);
    if (cluster != null) {
      cluster.onLost(link::left);
    }
    return link;
  }

  private static void refuseUnsafe(ClusterLinkSettings settings) {
    Map<String, String> beside = new TreeMap<>();
    Properties given = settings.properties();
    given
        .stringPropertyNames()
        .forEach(key -> beside.put(key.toLowerCase(Locale.ROOT), given.getProperty(key)));
    List<String> reasons =
        settings.nodes().stream()
            .flatMap(node -> UnsafeSettings.of(node, beside, settings.nodes().size()).stream())
            .toList();
    if (!reasons.isEmpty()) {
      throw new IllegalArgumentException("refused to start: " + String.join("; ", reasons));
    }
  }

  /** What says that a transaction only reads, beside {@code setReadOnly}. */
  public ReadOnlyOperations declared() {
    return declared;
  }

  /** How long, after a node has failed, others are tried for a transaction. */
  public Duration deadline() {
    return settings.deadline();
  }

  /** Opens a physical connection for the application; whoever closes it tells {@link #closed}. */
  public Connection connect(Node node) throws SQLException {
    Connection physical = driver.open(node);
    try {
      marks.gate().opened(physical, routes.view().of(node));
    } catch (SQLException e) {
      OpenConnections.abort(physical);
      throw e;
    }
    open.opened(node, physical);
    return physical;
  }

  /** A connection of {@link #connect} is closed. */
  public void closed(Node node, Connection physical) {
    open.closed(node, physical);
    marks.gate().closed(physical);
  }

  /** Whether statements and borrows are counted. */
  public boolean isRecording() {
    return settings.isRecording();
  }

  /** What is known of the nodes. */
  public Routes routes() {
    return routes;
  }

  /** Who watches the nodes; empty for a single one. */
  public Optional<Cluster> cluster() {
    return Optional.ofNullable(cluster);
  }

  /** What its sessions have seen. */
  public Marks marks() {
    return marks;
  }

  private void left(Node node) {
    int aborted = open.abort(node);
    LOG.log(
        Level.INFO,
        "left a node and broke off its connections node={0} connections={1}",
        new Object[] {node.name(), aborted});
  }

  /** Ends the watch; connections that are open stay their owners' to close. */
  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
    marks.close();
  }
}
