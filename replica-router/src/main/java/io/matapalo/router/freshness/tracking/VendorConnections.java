package io.matapalo.router.freshness.tracking;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Finds the driver's own connection below pools and recorders. The router sends its queries over
 * that one, so that recorders do not count them and wrappers do not refuse them. Thread-safe.
 */
public final class VendorConnections {

  private static final List<String> INTERFACES =
      List.of("com.mysql.cj.jdbc.JdbcConnection", "org.mariadb.jdbc.Connection");

  /** Connection types of the drivers met so far; one JVM has few. */
  private final CopyOnWriteArrayList<Class<?>> known = new CopyOnWriteArrayList<>();

  /** The driver's own connection, or {@code physical} itself for an unknown driver. */
  public Connection of(Connection physical) throws SQLException {
    for (Class<?> type : known) {
      Optional<Connection> found = unwrapped(physical, type);
      if (found.isPresent()) {
        return found.get();
      }
    }
    for (ClassLoader loader : loaders(physical)) {
      for (String name : INTERFACES) {
        Optional<Connection> found = byName(physical, name, loader);
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
    return physical;
  }

  private Optional<Connection> byName(Connection physical, String name, ClassLoader loader)
      throws SQLException {
    try {
      Class<?> type = Class.forName(name, false, loader);
      Optional<Connection> found = unwrapped(physical, type);
      if (found.isPresent()) {
        known.addIfAbsent(type);
      }
      return found;
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Optional<Connection> unwrapped(Connection physical, Class<?> type)
      throws SQLException {
    return physical.isWrapperFor(type)
        ? Optional.of((Connection) physical.unwrap(type))
        : Optional.empty();
  }

  private static Set<ClassLoader> loaders(Connection physical) {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    add(VendorConnections.class.getClassLoader(), loaders);
    add(physical.getClass().getClassLoader(), loaders);
    add(Thread.currentThread().getContextClassLoader(), loaders);
    DriverManager.drivers()
        .map(Driver::getClass)
        .map(Class::getClassLoader)
        .forEach(loader -> add(loader, loaders));
    return loaders;
  }

  private static void add(@Nullable ClassLoader loader, Set<ClassLoader> loaders) {
    if (loader != null) {
      loaders.add(loader);
    }
  }
}
