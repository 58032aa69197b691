package com.turnstile.data;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Where the rows go. Immutable; its text form has no password. */
final class Database {

  private final String url;
  private final String user;
  private final String password;

  public Database(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    Connection connection;
    try {
      connection = DriverManager.getConnection(url, properties);
    } catch (SQLException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new DataException(
          "no connection to %s: %s; does it run, and are --url, --user and the password right?"
              .formatted(this, reason),
          e);
    }
    connection.setAutoCommit(false);
    return connection;
  }

  /** A connection that only writes rows that are known to be right: keys are checked afterwards. */
  Connection connectToLoad() throws SQLException {
    Connection connection = connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION unique_checks = 0, foreign_key_checks = 0");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      if (!row.next()) {
        throw new SQLException("no row from " + query);
      }
      return row.getLong(1);
    }
  }

  static int update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  @Override
  public String toString() {
    return url.replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//") + " as user " + user;
  }
}
