package io.matapalo.router.jdbc;

import io.matapalo.router.pinning.Routing;
import java.sql.Connection;

/** Routed connections, which take a physical one with their first statement. Thread-safe. */
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
