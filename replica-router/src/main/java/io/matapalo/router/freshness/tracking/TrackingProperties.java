package io.matapalo.router.freshness.tracking;

import java.util.Map;

/** Connection properties without which positions are not learnt with the answers. Stateless. */
public final class TrackingProperties {

  private static final Map<String, String> CONNECTOR_J = Map.of("trackSessionState", "true");

  private TrackingProperties() {}

  /**
   * What to set for a connection to this URL, unless the user set it. The session variables are set
   * by {@code FreshnessGate.opened}, when it is known what server answers. MariaDB Connector/J has
   * nothing to set: it drops what the server tells.
   */
  public static Map<String, String> forUrl(String jdbcUrl) {
    boolean connectorJ = jdbcUrl.startsWith("jdbc:mysql:") || jdbcUrl.contains(":matapalo:mysql:");
    return connectorJ ? CONNECTOR_J : Map.of();
  }
}
