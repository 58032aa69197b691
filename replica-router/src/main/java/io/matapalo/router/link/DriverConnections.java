package io.matapalo.router.link;

import io.matapalo.jvm.LogNames;
import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Physical connections from the driver, below somebody else's pool. Thread-safe. */
public final class DriverConnections implements NodeConnections {

  private static final Logger LOG = Logger.getLogger(LogNames.ROUTER);

  private final ClusterLink link;

  public DriverConnections(ClusterLink link) {
    this.link = link;
  }

  @Override
  public Connection borrow(Node node) throws SQLException {
    return link.connect(node);
  }

  @Override
  public void giveBack(Node node, Connection physical) {
    if (!link.routes().view().of(node).usable()) {
      discard(node, physical);
      return;
    }
    link.closed(node, physical);
    try {
      physical.close();
    } catch (SQLException e) {
      LOG.log(Level.FINE, "a connection did not close", e);
    }
  }

  @Override
  public void discard(Node node, Connection physical) {
    link.closed(node, physical);
    OpenConnections.abort(physical);
  }

  @Override
  public Connection opened(Connection physical) {
    return physical;
  }

  @Override
  public boolean arePooled() {
    return false;
  }
}
