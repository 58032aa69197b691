package io.matapalo.testkit.topology;

import io.matapalo.testkit.binaries.TestkitException;
import io.matapalo.testkit.mariadb.MariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is kept, since a node without a quorum takes settings on an open one and opens
 * none. Thread-safe: one statement at a time.
 */
final class AdministratorSession implements AutoCloseable {
  private final MariaDb server;
  private @Nullable Connection connection;

  AdministratorSession(MariaDb server) {
    this.server = server;
  }

  /** Runs each of them, without an answer. */
  synchronized void execute(String... statements) {
    for (String sql : statements) {
      try (Statement statement = open().createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw failure(sql, e);
      }
    }
  }

  /** A column of the first row of the answer; empty where there is no row or it holds NULL. */
  synchronized Optional<String> value(String sql, String column) {
    try (Statement statement = open().createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(column)) : Optional.empty();
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  /** A global variable. */
  String variable(String name) {
    return value("show global variables like '%s'".formatted(name), "Value").orElse("");
  }

  /** A status counter or text; empty where the server has none of that name. */
  String status(String name) {
    return value("show global status like '%s'".formatted(name), "Value").orElse("");
  }

  private Connection open() throws SQLException {
    Connection present = connection;
    if (present == null || present.isClosed()) {
      present =
          DriverManager.getConnection(
              server.jdbcUrl(""), server.administrator(), server.password());
      connection = present;
    }
    return present;
  }

  private TestkitException failure(String sql, SQLException e) {
    return new TestkitException(
        "the server on port %d does not do %s".formatted(server.port(), withoutPassword(sql)), e);
  }

  private String withoutPassword(String sql) {
    return sql.replace(server.password(), "…");
  }

  @Override
  public synchronized void close() {
    Connection present = connection;
    connection = null;
    if (present != null) {
      try {
        present.abort(Runnable::run);
      } catch (SQLException e) {
        // The server may be gone already, which ends the connection as well.
        return;
      }
    }
  }
}
