package io.matapalo.router.pinning;

import io.matapalo.router.freshness.tracking.VendorConnections;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Asks a driver whether its server has a transaction open, by the flag that comes with each answer:
 * no round trip. A validation query touches no table, so it opens none even without autocommit. The
 * drivers are called by reflection, because they are the user's jars. MySQL manual, "Status Flags",
 * {@code SERVER_STATUS_IN_TRANS}. Thread-safe.
 */
final class ServerTransactions {

  private static final VendorConnections VENDORS = new VendorConnections();
  private static final int IN_TRANSACTION = 1;

  private ServerTransactions() {}

  /** True too where the driver does not tell. */
  static boolean isOpen(Connection physical) throws SQLException {
    Connection vendor = VENDORS.of(physical);
    ClassLoader loader = vendor.getClass().getClassLoader();
    String driver = vendor.getClass().getName();
    if (loader == null) {
      return true;
    }
    try {
      if (driver.startsWith("com.mysql.cj.")) {
        return isOpenByConnectorJ(vendor, loader);
      }
      return !driver.startsWith("org.mariadb.jdbc.") || isOpenByMariaDb(vendor, loader);
    } catch (ReflectiveOperationException e) {
      // Another version of these drivers.
      return true;
    }
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
