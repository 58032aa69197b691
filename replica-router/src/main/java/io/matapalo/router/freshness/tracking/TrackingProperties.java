package io.matapalo.router.freshness.tracking;

import java.util.Map;

/** Connection properties that make drivers report positions with answers. Stateless. */
public final class TrackingProperties {

  private static final Map<String, String> CONNECTOR_J = Map.of("trackSessionState", "true");

  private TrackingProperties() {}

  /**
   * The properties for connections to this URL, where the user did not set them. MariaDB
   * Connector/J has none, because it drops the session state that the server sends.
   */
  public static Map<String, String> forUrl(String jdbcUrl) {
    boolean connectorJ = jdbcUrl.startsWith("jdbc:mysql:") || jdbcUrl.contains(":matapalo:mysql:");
    return connectorJ ? CONNECTOR_J : Map.of();
  }
}
