package io.matapalo.router.pinning;

import io.matapalo.router.freshness.tracking.VendorConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a server knows of the transactions of a connection: whether one is open, and whether they
 * only read. The drivers are called by reflection, because they are the user's jars. Thread-safe.
 */
final class ServerTransactions {

  private static final VendorConnections VENDORS = new VendorConnections();
  private static final String CONNECTOR_J = "com.mysql.cj.";
  private static final int IN_TRANSACTION = 1;

  private ServerTransactions() {}

  /**
   * Whether one is open, by the flag that comes with each answer: no round trip. A validation query
   * touches no table, so it opens none even without autocommit. True too where the driver does not
   * tell. MySQL manual, "Status Flags", {@code SERVER_STATUS_IN_TRANS}.
   */
  static boolean isOpen(Connection physical) throws SQLException {
    Connection vendor = VENDORS.of(physical);
    ClassLoader loader = vendor.getClass().getClassLoader();
    String driver = vendor.getClass().getName();
    if (loader == null) {
      return true;
    }
    try {
      if (driver.startsWith(CONNECTOR_J)) {
        return isOpenByConnectorJ(vendor, loader);
      }
      return !driver.startsWith("org.mariadb.jdbc.") || isOpenByMariaDb(vendor, loader);
    } catch (ReflectiveOperationException e) {
      // Another version of these drivers.
      return true;
    }
  }

  /**
   * Tells driver and server that transactions from now on only read, or that they may write: one
   * round trip. MariaDB's driver sends that itself; Connector/J is kept from it, because it takes a
   * MariaDB server that greets as 5.5.5 for too old. {@code opened} is not a pool's proxy, which
   * would take it back when the connection is returned. MySQL manual, "SET TRANSACTION Statement".
   */
  static void setReadOnly(Connection opened, boolean readOnly) throws SQLException {
    Connection vendor = VENDORS.of(opened);
    if (vendor.getClass().getName().startsWith(CONNECTOR_J)) {
      try (Statement statement = vendor.createStatement()) {
        statement.execute("SET SESSION TRANSACTION READ " + (readOnly ? "ONLY" : "WRITE"));
      }
    }
    opened.setReadOnly(readOnly);
  }

  private static boolean isOpenByConnectorJ(Connection vendor, ClassLoader loader)
      throws ReflectiveOperationException {
    Object session = call(vendor, "com.mysql.cj.MysqlConnection", "getSession", loader);
    Object server = call(session, "com.mysql.cj.Session", "getServerSession", loader);
    return (Boolean)
        call(server, "com.mysql.cj.protocol.ServerSession", "inTransactionOnServer", loader);
  }

  private static boolean isOpenByMariaDb(Connection vendor, ClassLoader loader)
      throws ReflectiveOperationException {
    Object context = call(vendor, "org.mariadb.jdbc.Connection", "getContext", loader);
    Object status = call(context, "org.mariadb.jdbc.client.Context", "getServerStatus", loader);
    return ((Integer) status & IN_TRANSACTION) != 0;
  }

  private static Object call(Object target, String type, String method, ClassLoader loader)
      throws ReflectiveOperationException {
    return Class.forName(type, false, loader).getMethod(method).invoke(target);
  }
}
