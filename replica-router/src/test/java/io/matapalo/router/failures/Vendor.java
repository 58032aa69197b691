package io.matapalo.router.failures;

import io.matapalo.router.retry.DriverKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The two drivers, bare: nothing of the router is between them and the test. */
enum Vendor {
  MYSQL(DriverKind.CONNECTOR_J, "sslMode=DISABLED&allowPublicKeyRetrieval=true"),
  MARIADB(DriverKind.MARIADB_CONNECTOR_J, "sslMode=disable");

  private final DriverKind driver;
  private final String options;

  Vendor(DriverKind driver, String options) {
    this.driver = driver;
    this.options = options;
  }

  DriverKind driver() {
    return driver;
  }

  /** A URL of the vendor's own scheme; {@code more} starts with {@code &}, or is empty. */
  String url(int port, String more) {
    return "jdbc:%s://127.0.0.1:%d/shop?%s&connectTimeout=5000&socketTimeout=20000%s"
        .formatted(this == MYSQL ? "mysql" : "mariadb", port, options, more);
  }

  /** Under autocommit. */
  Connection open(Login login, int port) throws SQLException {
    return DriverManager.getConnection(url(port, ""), login.user(), login.password());
  }

  /** With autocommit off. */
  Connection begin(Login login, int port) throws SQLException {
    Connection connection = open(login, port);
    connection.setAutoCommit(false);
    return connection;
  }

  /** Of what both may say, what this one says. */
  <T> T says(T connectorJ, T mariaDb) {
    return this == MYSQL ? connectorJ : mariaDb;
  }
}
