package io.matapalo.router.link;

import io.matapalo.jvm.NanoTime;
import io.matapalo.router.freshness.tracking.TrackingProperties;
import io.matapalo.router.topology.DriverUrl;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.RouterUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Opens connections to nodes by the database's own driver. Thread-safe. */
final class NodeDriver {

  private static final String READ_ONLY_PROPAGATES = "readOnlyPropagatesToServer";

  private final VendorDrivers delegates;
  private final Properties properties;
  private final Limits limits;
  private final Recording.Opened opened;

  /**
   * What is set where a node's URL sets nothing; 0 leaves it to the driver.
   *
   * @param connect setting {@code connect-timeout}
   * @param read setting {@code socket-timeout}
   */
  record Limits(Duration connect, Duration read) {}

  /** {@code properties} are user, password and what else the driver is to get. */
  NodeDriver(
      VendorDrivers delegates, Properties properties, Limits limits, Recording.Opened opened) {
    this.delegates = delegates;
    this.properties = new Properties();
    this.properties.putAll(properties);
    this.limits = limits;
    this.opened = opened;
  }

  /** For the application, whose recorder hears of it. */
  Connection open(Node node) throws SQLException {
    String url = RouterUrl.unprefixed(node.jdbcUrl());
    for (Map.Entry<String, String> tracking : TrackingProperties.forUrl(url).entrySet()) {
      url = DriverUrl.withDefault(url, tracking.getKey(), tracking.getValue());
    }
    url = withLocalReadOnly(url);
    url = limited(url, "connectTimeout", limits.connect());
    url = limited(url, "socketTimeout", limits.read());
    long before = NanoTime.now();
    Connection connection = connect(url, properties);
    return opened.opened(connection, NanoTime.now() - before);
  }

  /** The router tells the server; Connector/J would tell it again at each switch. */
  private String withLocalReadOnly(String url) {
    boolean set = !url.startsWith("jdbc:mysql:") || hasProperty(READ_ONLY_PROPAGATES);
    return set ? url : DriverUrl.withDefault(url, READ_ONLY_PROPAGATES, "false");
  }

  /** For the router's own questions: not counted, and with its own limits. */
  Connection openPlain(Node node, Duration timeout) throws SQLException {
    String millis = String.valueOf(timeout.toMillis());
    String url = DriverUrl.with(RouterUrl.unprefixed(node.jdbcUrl()), "connectTimeout", millis);
    Properties others = new Properties();
    properties.stringPropertyNames().stream()
        .filter(key -> !key.toLowerCase(Locale.ROOT).matches("connecttimeout|sockettimeout"))
        .forEach(key -> others.setProperty(key, properties.getProperty(key)));
    return connect(DriverUrl.with(url, "socketTimeout", millis), others);
  }

  private Connection connect(String url, Properties given) throws SQLException {
    Properties copy = new Properties();
    copy.putAll(given);
    return delegates.connect(url, copy);
  }

  private String limited(String url, String property, Duration limit) {
    boolean set = limit.isZero() || hasProperty(property);
    return set ? url : DriverUrl.withDefault(url, property, String.valueOf(limit.toMillis()));
  }

  private boolean hasProperty(String property) {
    return properties.stringPropertyNames().stream().anyMatch(property::equalsIgnoreCase);
  }
}
