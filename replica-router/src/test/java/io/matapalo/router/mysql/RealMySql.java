package io.matapalo.router.mysql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.matapalo.testkit.mysql.MySql;
import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.TestFolders;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Where tests put real MySQL servers, and whether they can have any. Stateless. */
public final class RealMySql {
  private RealMySql() {}

  /** Settings in an empty folder that user nobody can reach; skips the test on other machines. */
  public static ServerConfig config(String name) {
    Optional<String> reason = MySql.whyNotHere();
    reason.ifPresent(why -> System.out.println("skipped, no MySQL here: " + why));
    assumeTrue(reason.isEmpty(), reason.orElse(""));
    return ServerConfig.inFolder(TestFolders.fresh(name));
  }

  /** Runs statements of the application's user, each for itself. */
  public static void update(MySql server, String... statements) throws SQLException {
    try (Connection connection = server.connect("shop")) {
      update(connection, statements);
    }
  }

  /** Runs statements one after another. */
  public static void update(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  /** The first column of the first row; empty for none, and for null. */
  public static Optional<String> asked(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    }
  }

  /** The same on a connection of its own. */
  public static Optional<String> asked(MySql server, String query) throws SQLException {
    try (Connection connection = server.connect("shop")) {
      return asked(connection, query);
    }
  }
}
