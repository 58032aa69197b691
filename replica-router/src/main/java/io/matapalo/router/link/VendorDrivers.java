package io.matapalo.router.link;

import io.matapalo.jvm.LogNames;
import io.matapalo.router.topology.UrlSecrets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Finds, once per URL, the driver that a {@code jdbc:matapalo:} URL stands for. Thread-safe. */
public final class VendorDrivers {

  private static final Logger LOG = Logger.getLogger(LogNames.ROUTER);
  private static final String OURS = "io.matapalo.";
  private static final int MAX_REMEMBERED = 100;

  private final ConcurrentMap<String, Driver> byUrl = new ConcurrentHashMap<>();

  private Driver driverFor(String url) throws SQLException {
    Driver known = byUrl.get(url);
    if (known != null) {
      return known;
    }
    Driver found = find(url);
    if (byUrl.size() < MAX_REMEMBERED) {
      byUrl.put(url, found);
    }
    return found;
  }

  /** A connection by that driver; what it throws tells no password of the URL. */
  public Connection connect(String url, Properties properties) throws SQLException {
    Driver driver = driverFor(url);
    Connection connection;
    try {
      connection = driver.connect(url, properties);
    } catch (SQLException e) {
      throw DriverFailure.withoutSecrets(e, url);
    }
    if (connection == null) {
      throw new SQLException("the driver for " + UrlSecrets.shown(url) + " made no connection");
    }
    return connection;
  }

  /** What that driver says of its properties; what it throws tells no password of the URL. */
  public DriverPropertyInfo[] propertyInfo(String url, Properties properties) throws SQLException {
    Driver driver = driverFor(url);
    try {
      return driver.getPropertyInfo(url, properties);
    } catch (SQLException e) {
      throw DriverFailure.withoutSecrets(e, url);
    }
  }

  private static Driver find(String url) throws SQLException {
    for (Driver driver : candidates()) {
      if (driver.acceptsURL(url)) {
        return driver;
      }
    }
    try {
      return DriverManager.getDriver(url);
    } catch (SQLException e) {
      // The cause's message would quote the URL.
      throw new SQLNonTransientException(
          "no JDBC driver accepts "
              + UrlSecrets.shown(url)
              + "; put its jar beside replica-router's (same module or class path)",
          "08001");
    }
  }

  private static List<Driver> candidates() {
    List<Driver> drivers = new ArrayList<>();
    addFrom(VendorDrivers.class.getClassLoader(), drivers);
    addFrom(Thread.currentThread().getContextClassLoader(), drivers);
    return drivers;
  }

  private static void addFrom(@Nullable ClassLoader loader, List<Driver> drivers) {
    if (loader == null) {
      return;
    }
    ServiceLoader.load(Driver.class, loader).stream()
        .filter(provider -> !provider.type().getName().startsWith(OURS))
        .map(VendorDrivers::instance)
        .flatMap(Optional::stream)
        .forEach(drivers::add);
  }

  private static Optional<Driver> instance(ServiceLoader.Provider<Driver> provider) {
    try {
      return Optional.of(provider.get());
    } catch (ServiceConfigurationError e) {
      // Another driver in this loader is broken; that is not our URL's matter.
      LOG.log(
          Level.WARNING,
          "skipped a JDBC driver that does not load driver=" + provider.type().getName(),
          e);
      return Optional.empty();
    }
  }
}
