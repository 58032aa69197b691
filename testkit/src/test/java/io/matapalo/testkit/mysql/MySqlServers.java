package io.matapalo.testkit.mysql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.matapalo.testkit.server.ServerConfig;
import io.matapalo.testkit.server.TestFolders;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Where the tests of this package put their servers, and whether they can have any. Stateless. */
final class MySqlServers {
  private MySqlServers() {}

  /** Settings in an empty folder that user nobody can reach; skips the test on other machines. */
  static ServerConfig config(String name) {
    Optional<String> reason = MySql.whyNotHere();
    reason.ifPresent(why -> System.out.println("skipped, no MySQL here: " + why));
    assumeTrue(reason.isEmpty(), reason.orElse(""));
    return ServerConfig.inFolder(TestFolders.fresh(name));
  }

  static void update(MySql server, String... statements) throws SQLException {
    try (Connection connection = server.connect("shop");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  /** The first column of the first row; empty for none. */
  static Optional<String> asked(MySql server, String query) {
    try (Connection connection = server.connect("shop");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }
}
