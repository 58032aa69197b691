package io.matapalo.driver;

import io.matapalo.jvm.LogNames;
import io.matapalo.jvm.NanoTime;
import io.matapalo.recorder.jdbc.BestEffort;
import io.matapalo.recorder.jdbc.CountingConnections;
import io.matapalo.recorder.standalone.StandaloneRecorder;
import io.matapalo.router.link.ClusterLinkSettings;
import io.matapalo.router.link.VendorDrivers;
import io.matapalo.router.topology.RouterUrl;
import io.matapalo.router.topology.UrlSecrets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver of {@code jdbc:matapalo:<rest>}: connects to {@code jdbc:<rest>} by the driver of that
 * URL and counts what its connections run. With several hosts, or a topology among its settings,
 * its connections are routed among the nodes of that cluster. Thread-safe. The delegate is looked
 * for in this class's own class loader first (a server's module that holds both jars), then in the
 * thread's, then in {@link DriverManager}.
 */
public final class MatapaloDriver implements Driver {

  /** What a URL for this driver starts with. */
  public static final String PREFIX = RouterUrl.PREFIX;

  private static final int MAJOR = 0;
  private static final int MINOR = 1;

  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Shared by all instances of the driver: a pool may make one of its own. */
  private static final SharedLinks LINKS = new SharedLinks(GRACE);

  static {
    try {
      DriverManager.registerDriver(new MatapaloDriver(), LINKS::closeAll);
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
    BestEffort.run(StandaloneRecorder::startIfAsked);
  }

  private final VendorDrivers delegates = new VendorDrivers();

  /** For {@code ServiceLoader} and pools; all instances behave the same. */
  public MatapaloDriver() {}

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    RoutedUrl wanted = wanted(url, info);
    if (wanted.cluster().isPresent()) {
      return routed(wanted.cluster().get());
    }
    String delegateUrl = wanted.driverUrl();
    long before = NanoTime.now();
    Connection connection = delegates.connect(delegateUrl, wanted.properties());
    if (!wanted.recording()) {
      return connection;
    }
    return CountingConnections.opened(connection, NanoTime.now() - before);
  }

  private static RoutedUrl wanted(String url, @Nullable Properties info) throws SQLException {
    requireUsable(url);
    try {
      return RoutedUrl.of(url, info == null ? new Properties() : info, RoutedUrl.sources());
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private static Connection routed(ClusterLinkSettings cluster) throws SQLException {
    try {
      return LINKS.connect(cluster);
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  /** Settings that are wrong stay so: no pool should try again. */
  private static SQLException refused(IllegalArgumentException e) {
    return new SQLNonTransientException(e.getMessage(), "08001", e);
  }

  // DriverManager never hands in null, but callers of the driver itself may: JDBC leaves it open.
  @Override
  public boolean acceptsURL(@Nullable String url) {
    return url != null && url.startsWith(PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    RoutedUrl wanted = wanted(url, info);
    return delegates.propertyInfo(wanted.driverUrl(), wanted.properties());
  }

  @Override
  public int getMajorVersion() {
    return MAJOR;
  }

  @Override
  public int getMinorVersion() {
    return MINOR;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(LogNames.ROUTER);
  }

  private static void requireUsable(String url) throws SQLException {
    String delegateUrl = "jdbc:" + url.substring(PREFIX.length());
    List<String> unusable = List.of("jdbc:", PREFIX.substring(0, PREFIX.length() - 1));
    if (unusable.contains(delegateUrl) || delegateUrl.startsWith(PREFIX)) {
      throw new SQLException(
          "a URL for this driver is jdbc:matapalo:mysql://…, was " + UrlSecrets.shown(url));
    }
  }
}
