package com.turnstile.server;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;

/**
 * The data source's driver: whichever driver of the server's driver module accepts the URL. So the
 * operators choose a driver by the URL alone, though the server wants one driver class named once
 * and for all. Thread-safe.
 */
public final class ModuleDriver implements Driver {

  private final List<Driver> drivers = new ArrayList<>();

  public ModuleDriver() {
    ServiceLoader.load(Driver.class, ModuleDriver.class.getClassLoader()).forEach(drivers::add);
  }

  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    Driver driver = driverFor(url);
    return driver == null ? null : driver.connect(url, info);
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return driverFor(url) != null;
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    Driver driver = driverFor(url);
    return driver == null ? new DriverPropertyInfo[0] : driver.getPropertyInfo(url, info);
  }

  @Override
  public int getMajorVersion() {
    return 1;
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
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("the drivers behind it log for themselves");
  }

  private Driver driverFor(String url) throws SQLException {
    for (Driver driver : drivers) {
      if (driver.acceptsURL(url)) {
        return driver;
      }
    }
    return null;
  }
}
