package io.matapalo.router.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.util.Properties;
import java.util.logging.Logger;

/** A former driver class name in settings: making one fails, and names the right class. */
public final class MatapaloDriver implements Driver {

  private static final String MOVED =
      "the driver class io.matapalo.router.jdbc.MatapaloDriver is now"
          + " io.matapalo.driver.MatapaloDriver: write that name as the data source's driver class";

  /** Always fails. */
  public MatapaloDriver() {
    throw new IllegalStateException(MOVED);
  }

  @Override
  public Connection connect(String url, Properties info) {
    throw new IllegalStateException(MOVED);
  }

  @Override
  public boolean acceptsURL(String url) {
    return false;
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 0;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    throw new IllegalStateException(MOVED);
  }
}
