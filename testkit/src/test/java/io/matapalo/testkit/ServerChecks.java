package io.matapalo.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.Redis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;

/** What every server must do, wherever its program came from. Stateless. */
final class ServerChecks {
  private ServerChecks() {}

  static Connection connect(MariaDb database, String name) throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(name), database.user(), database.password());
  }

  static void storesRowsAndKeepsFractionsOfSeconds(MariaDb database) throws SQLException {
    database.createDatabase("shop");
    Timestamp instant = Timestamp.valueOf("2026-11-21 10:11:12.345");
    try (Connection connection = connect(database, "shop");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "create table t (id int primary key, at datetime(3), name varchar(20))");
      try (var insert = connection.prepareStatement("insert into t values (1, ?, 'Zoë')")) {
        insert.setTimestamp(1, instant);
        insert.executeUpdate();
      }
      try (ResultSet row = statement.executeQuery("select at, name from t")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getTimestamp(1)).isEqualTo(instant);
        assertThat(row.getString(2)).isEqualTo("Zoë");
      }
    }
  }

  static String variable(MariaDb database, String name) throws SQLException {
    try (Connection connection = connect(database, "");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select @@global." + name)) {
      row.next();
      return row.getString(1);
    }
  }

  static void answersPing(Redis redis) throws IOException {
    assertThat(command(redis, "PING")).startsWith("+PONG");
  }

  static String command(Redis redis, String line) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
      byte[] answer = new byte[1_000];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, length), US_ASCII);
    }
  }
}
