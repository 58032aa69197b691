package io.matapalo.router.freshness;

import io.matapalo.testkit.topology.Topology;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The row that sessions read and write in database {@code marks}. Stateless. */
final class Counter {
  static final String COUNT = "SELECT v FROM counter WHERE id = 1";
  static final String ADD = "UPDATE counter SET v = v + 1 WHERE id = 1";

  private Counter() {}

  /** Makes the row on the first node, which must take writes. */
  static void makeOn(Topology servers) throws SQLException {
    servers.createDatabase("marks");
    String url = servers.nodes().getFirst().jdbcUrl("marks");
    try (Connection connection =
            DriverManager.getConnection(url, servers.administrator(), servers.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE counter (id INT PRIMARY KEY, v BIGINT NOT NULL)");
      statement.execute("INSERT INTO counter VALUES (1, 0)");
    }
  }
}
