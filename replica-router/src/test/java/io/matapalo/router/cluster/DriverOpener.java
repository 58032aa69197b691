package io.matapalo.router.cluster;

import io.matapalo.router.cluster.health.NodeOpener;
import io.matapalo.router.topology.Node;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Opens a node by its URL with the driver of that URL, as the router's driver does. */
record DriverOpener(String user, String password) implements NodeOpener {

  @Override
  public Connection open(Node node, Duration timeout) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    String millis = Long.toString(timeout.toMillis());
    // What stands in a URL would win over properties.
    String url = node.jdbcUrl().replaceAll("(connectTimeout|socketTimeout)=\\d+&?", "");
    properties.setProperty("connectTimeout", millis);
    properties.setProperty("socketTimeout", millis);
    return DriverManager.getConnection(url, properties);
  }
}
