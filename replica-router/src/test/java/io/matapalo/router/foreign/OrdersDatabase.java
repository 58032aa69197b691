package io.matapalo.router.foreign;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of somebody else's application. */
final class OrdersDatabase implements AutoCloseable {

  private final MariaDb server;

  private OrdersDatabase(MariaDb server) {
    this.server = server;
  }

  static OrdersDatabase start(Path folder) throws SQLException {
    MariaDb server = MariaDb.start(ServerConfig.inFolder(folder));
    server.createDatabase("orders");
    fill(server.jdbcUrl("orders"), server.user(), server.password());
    return new OrdersDatabase(server);
  }

  /** The application's tables and rows. */
  static void fill(String jdbcUrl, String user, String password) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute("create table line (order_id int, number int, text varchar(20))");
      statement.execute("create table visit (page varchar(20) primary key, times int)");
      statement.execute("insert into visit values ('orders', 0)");
      statement.execute("insert into line values (1, 1, 'a'), (1, 2, 'b'), (2, 1, 'c')");
    }
  }

  String contextXml() {
    String url = server.jdbcUrl("orders").replaceFirst("^jdbc:", "jdbc:matapalo:");
    return ForeignWar.contextXml(url, server.user(), server.password());
  }

  @Override
  public void close() {
    server.close();
  }
}
