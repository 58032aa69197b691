package io.matapalo.router.jdbc;

import io.matapalo.router.link.ClusterLink;
import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens physical connections to one node, for a pool to keep. Thread-safe. */
public final class NodeDataSource extends ClusterDataSource {

  private final ClusterLink link;
  private final Node node;

  /** Of {@code node}, by the way of {@code link}. */
  public NodeDataSource(ClusterLink link, Node node) {
    this.link = link;
    this.node = node;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return link.connect(node);
  }
}
