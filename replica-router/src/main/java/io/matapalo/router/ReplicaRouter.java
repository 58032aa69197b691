package io.matapalo.router;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.matapalo.router.jdbc.MatapaloDriver;
import io.matapalo.router.jdbc.RecordingDataSource;
import io.matapalo.router.placement.Placement;
import io.matapalo.router.placement.RendezvousPlacement;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.UnsafeSettings;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts this instance on one of the database nodes and hands out a pooled {@link DataSource} whose
 * statements the recorder counts. Thread-safe. The placement is decided once, at start.
 */
public final class ReplicaRouter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaRouter.class);

  private final Placement placement;
  private final HikariDataSource pool;

  private ReplicaRouter(Placement placement, HikariDataSource pool) {
    this.placement = placement;
    this.pool = pool;
  }

  /**
   * Refuses unsafe driver settings, places the instance and opens its node's pool. Blocks until a
   * first connection is there.
   *
   * @throws RouterException when a setting is unsafe or the node does not answer
   */
  public static ReplicaRouter create(RouterConfig config) {
    refuseUnsafeSettings(config);
    Placement placement =
        RendezvousPlacement.place(config.instance(), config.nodes(), config.nodeOverride());
    HikariDataSource pool = open(placement.node(), config);
    LOG.info(
        "placed instance={} node={} reason={}",
        placement.instance(),
        placement.node().name(),
        placement.reason());
    return new ReplicaRouter(placement, pool);
  }

  /** Connections to this instance's node; getting one waits at most the borrow timeout. */
  public DataSource dataSource() {
    return RecordingDataSource.timing(pool);
  }

  /** Where this instance was put, and why. */
  public Placement placement() {
    return placement;
  }

  /** Closes the pool and its connections; a second call does nothing. */
  @Override
  public void close() {
    pool.close();
  }

  private static void refuseUnsafeSettings(RouterConfig config) {
    List<String> reasons =
        config.nodes().stream()
            .flatMap(node -> UnsafeSettings.of(node, config.nodes().size()).stream())
            .toList();
    if (!reasons.isEmpty()) {
      throw new RouterException("refused to start: " + String.join("; ", reasons), null);
    }
  }

  // The pool is handed on to the router, which closes it.
  @SuppressWarnings("resource")
  private static HikariDataSource open(Node node, RouterConfig config) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("matapalo-" + node.name());
    hikari.setDriverClassName(MatapaloDriver.class.getName());
    hikari.setJdbcUrl(countingUrl(node.jdbcUrl()));
    hikari.setUsername(config.credentials().user());
    hikari.setPassword(config.credentials().password());
    RouterConfig.Pool pool = config.pool();
    hikari.setMaximumPoolSize(pool.size());
    hikari.setMinimumIdle(pool.minIdle());
    hikari.setConnectionTimeout(pool.borrowTimeout().toMillis());
    hikari.setValidationTimeout(pool.validationTimeout().toMillis());
    hikari.setMaxLifetime(pool.maxLifetime().toMillis());
    try {
      return new HikariDataSource(hikari);
    } catch (RuntimeException e) {
      throw new RouterException(
          "node " + node.name() + " does not answer; check its jdbc-url, user and password", e);
    }
  }

  private static String countingUrl(String url) {
    boolean counting = url.startsWith(MatapaloDriver.PREFIX);
    return counting ? url : MatapaloDriver.PREFIX + url.substring("jdbc:".length());
  }
}
