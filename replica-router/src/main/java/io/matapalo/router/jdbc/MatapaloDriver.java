package io.matapalo.router.jdbc;

import io.matapalo.router.recorder.NanoTime;
import io.matapalo.router.recorder.SqlRecorder;
import io.matapalo.router.standalone.StandaloneRecorder;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver of {@code jdbc:matapalo:<rest>}: connects to {@code jdbc:<rest>} by the driver of that
 * URL and counts what its connections run. Thread-safe. The delegate is looked for in this class's
 * own class loader first (a server's module that holds both jars), then in the thread's, then in
 * {@link DriverManager}.
 */
public final class MatapaloDriver implements Driver {

  /** What a URL for this driver starts with. */
  public static final String PREFIX = "jdbc:matapalo:";

  static final String LOGGER = "io.matapalo.router";
  private static final int MAJOR = 0;
  private static final int MINOR = 1;

  static {
    try {
      DriverManager.registerDriver(new MatapaloDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
    Aside.run(StandaloneRecorder::startIfAsked);
  }

  private final Delegates delegates = new Delegates();

  /** For {@code ServiceLoader} and pools; all instances behave the same. */
  public MatapaloDriver() {}

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    String delegateUrl = delegateUrl(url);
    long before = NanoTime.now();
    Connection connection = delegates.driverFor(delegateUrl).connect(delegateUrl, info);
    if (connection == null) {
      throw new SQLException("the driver for " + withoutQuery(delegateUrl) + " made no connection");
    }
    long nanos = NanoTime.now() - before;
    Aside.run(() -> SqlRecorder.countConnection(nanos));
    return CountingConnections.around(connection);
  }

  // DriverManager never hands in null, but callers of the driver itself may: JDBC leaves it open.
  @Override
  public boolean acceptsURL(@Nullable String url) {
    return url != null && url.startsWith(PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    String delegateUrl = delegateUrl(url);
    return delegates.driverFor(delegateUrl).getPropertyInfo(delegateUrl, info);
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
    return Logger.getLogger(LOGGER);
  }

  private static String delegateUrl(String url) throws SQLException {
    String delegateUrl = "jdbc:" + url.substring(PREFIX.length());
    List<String> unusable = List.of("jdbc:", PREFIX.substring(0, PREFIX.length() - 1));
    if (unusable.contains(delegateUrl) || delegateUrl.startsWith(PREFIX)) {
      throw new SQLException(
          "a URL for this driver is jdbc:matapalo:mysql://…, was " + withoutQuery(url));
    }
    return delegateUrl;
  }

  /** URLs may carry passwords behind the question mark. */
  static String withoutQuery(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query) + "?…";
  }
}
