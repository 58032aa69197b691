package io.matapalo.router;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.matapalo.router.jdbc.NodeDataSource;
import io.matapalo.router.link.ClusterLink;
import io.matapalo.router.link.NodeConnections;
import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pool for each node; that of the instance's own node is kept filled. Thread-safe. */
final class NodePools implements NodeConnections, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NodePools.class);

  private final List<Entry> entries;

  private record Entry(String node, HikariDataSource pool) {}

  private NodePools(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** {@code home} is the instance's own node; a pool that cannot be filled is no error. */
  static NodePools open(ClusterLink link, RouterConfig config, Node home) {
    List<Entry> entries = new ArrayList<>();
    for (Node node : config.nodes()) {
      entries.add(new Entry(node.name(), pool(link, config, node, node.equals(home))));
    }
    return new NodePools(entries);
  }

  // The pools are handed on, and closed with these.
  @SuppressWarnings("resource")
  private static HikariDataSource pool(
      ClusterLink link, RouterConfig config, Node node, boolean home) {
    RouterConfig.Pool pool = config.pool();
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("matapalo-" + node.name());
    hikari.setDataSource(new NodeDataSource(link, node));
    hikari.setMaximumPoolSize(pool.size());
    hikari.setMinimumIdle(home ? pool.minIdle() : 0);
    hikari.setConnectionTimeout(pool.borrowTimeout().toMillis());
    hikari.setValidationTimeout(pool.validationTimeout().toMillis());
    hikari.setMaxLifetime(pool.maxLifetime().toMillis());
    boolean alone = config.nodes().size() == 1;
    hikari.setInitializationFailTimeout(alone ? 1 : -1);
    try {
      return new HikariDataSource(hikari);
    } catch (RuntimeException e) {
      throw new RouterException(
          "node " + node.name() + " does not answer; check its jdbc-url, user and password", e);
    }
  }

  @Override
  public Connection borrow(Node node) throws SQLException {
    return pool(node).getConnection();
  }

  @Override
  public void giveBack(Node node, Connection physical) {
    try {
      physical.close();
    } catch (SQLException e) {
      LOG.debug("a connection did not go back to its pool node={}", node.name(), e);
      discard(node, physical);
    }
  }

  @Override
  public void discard(Node node, Connection physical) {
    pool(node).evictConnection(physical);
  }

  @Override
  public Connection opened(Connection physical) throws SQLException {
    // A pool's proxy answers with what it is around.
    return physical.unwrap(Connection.class);
  }

  @Override
  public boolean arePooled() {
    return true;
  }

  /** Each pool, in the order of the nodes. */
  List<PoolUse> use() {
    return entries.stream().map(NodePools::use).toList();
  }

  private static PoolUse use(Entry entry) {
    HikariPoolMXBean pool = entry.pool.getHikariPoolMXBean();
    return new PoolUse(
        entry.node,
        pool.getActiveConnections(),
        pool.getIdleConnections(),
        pool.getThreadsAwaitingConnection());
  }

  private HikariDataSource pool(Node node) {
    for (Entry entry : entries) {
      if (entry.node.equals(node.name())) {
        return entry.pool;
      }
    }
    throw new IllegalArgumentException("no node is called " + node.name());
  }

  @Override
  public void close() {
    entries.forEach(entry -> entry.pool.close());
  }
}
