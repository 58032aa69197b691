package io.matapalo.testkit.server;

import io.matapalo.testkit.binaries.TestkitException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A real database server on loopback, with a data folder and two users of its own. It dies with
 * this JVM. Thread-safe.
 */
public interface DatabaseServer extends LocalServer {
  /** May do everything; for set-up and faults, not for applications. */
  String ADMINISTRATOR = "administrator";

  /** For MySQL Connector/J, with the settings that this project recommends. */
  String jdbcUrl(String database);

  /**
   * The application's: may define and change tables and ask for the state of replication, but not
   * write to a read-only server.
   */
  String user();

  /** Of both users. */
  String password();

  /** {@value #ADMINISTRATOR}. */
  default String administrator() {
    return ADMINISTRATOR;
  }

  /** A connection of the application's user. */
  default Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), user(), password());
  }

  /** Creates a database unless it is there. */
  default void createDatabase(String name) {
    if (!name.matches("[A-Za-z][A-Za-z0-9_]{0,60}")) {
      throw new IllegalArgumentException(
          "a database name is 1 to 61 of A-Z a-z 0-9 _, was " + name);
    }
    administer("create database if not exists " + name);
  }

  /** Runs statements, one after another on one connection, as the administrator. */
  default void administer(String... statements) {
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl(""), ADMINISTRATOR, password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new TestkitException(
          "the server on port %d refused what its administrator asked: %s".formatted(port(), e), e);
    }
  }
}
