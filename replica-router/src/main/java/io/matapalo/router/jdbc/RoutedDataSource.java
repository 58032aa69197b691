package io.matapalo.router.jdbc;

import io.matapalo.router.pinning.Routing;
import java.sql.Connection;

/**
 * The connections of a cluster: each transaction of one runs on the node that is right for it.
 * Getting one takes no physical connection yet. Thread-safe.
 */
public final class RoutedDataSource extends ClusterDataSource {

  private final Routing routing;

  /** With connections that share {@code routing}. */
  public RoutedDataSource(Routing routing) {
    this.routing = routing;
  }

  @Override
  public Connection getConnection() {
    return new RoutedConnection(routing);
  }
}
