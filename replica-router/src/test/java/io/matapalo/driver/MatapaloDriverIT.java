package io.matapalo.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.recorder.SqlRecorder;
import io.matapalo.testkit.mariadb.MariaDb;
import io.matapalo.testkit.server.ServerConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the recorder counts is what the server says it did, with both drivers. */
final class MatapaloDriverIT {

  @TempDir static Path folder;
  private static MariaDb server;

  @BeforeAll
  static void start() throws SQLException {
    server = MariaDb.start(ServerConfig.inFolder(folder));
    server.createDatabase("router");
    try (Connection connection = connect("mysql");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(20)) ENGINE=InnoDB");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void countsWhatTheServerCounts(String vendor) throws Exception {
    String operation = "DriverIT." + vendor;
    try (Connection connection = connect(vendor)) {
      connection.setAutoCommit(false);
      Map<String, Long> before = serverCounts(connection);
      SqlRecorder.record(
          operation,
          () -> {
            work(connection);
            return "";
          });
      Map<String, Long> server = difference(before, serverCounts(connection));

      assertThat(counts(operation)).isEqualTo(server);
      assertThat(server).containsEntry("insert", 7L).containsEntry("commit", 2L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void unwrapsToTheDriversConnection(String vendor) throws SQLException {
    try (Connection connection = connect(vendor)) {
      Class<?> real =
          vendor.equals("mysql")
              ? com.mysql.cj.jdbc.JdbcConnection.class
              : org.mariadb.jdbc.Connection.class;
      assertThat(connection.isWrapperFor(real)).isTrue();
      assertThat(connection.unwrap(real)).isNotNull();
      assertThat(connection.isValid(30)).isTrue();
    }
  }

  @Test
  void saysWhichUrlHasNoDriver() {
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:matapalo:nosuch://h/d?password=x"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no JDBC driver accepts jdbc:nosuch://h/d?…");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:matapalo:matapalo:mysql://h/d"))
        .hasMessageContaining("a URL for this driver is jdbc:matapalo:mysql://");
  }

  private static void work(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("/* first */ INSERT INTO item VALUES (1, 'a'), (2, 'b')");
      statement.execute("(SELECT name FROM item WHERE id = 1) UNION (SELECT 'x')");
      statement.addBatch("INSERT INTO item VALUES (3, 'c')");
      statement.addBatch("UPDATE item SET name = 'd' WHERE id = 3");
      statement.executeBatch();
      assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO item VALUES (1, 'again')"))
          .isInstanceOf(SQLException.class);
    }
    connection.commit();
    String insert = "INSERT INTO item VALUES (?, ?)";
    try (PreparedStatement statement =
        connection.prepareStatement(insert, Statement.RETURN_GENERATED_KEYS)) {
      for (int id = 10; id < 13; id++) {
        statement.setInt(1, id);
        statement.setString(2, "batch");
        statement.addBatch();
      }
      statement.executeBatch();
      statement.setInt(1, 20);
      statement.setString(2, "single");
      statement.execute();
    }
    try (PreparedStatement select =
            connection.prepareStatement("SELECT name FROM item WHERE id = ?");
        Statement delete = connection.createStatement()) {
      select.setInt(1, 20);
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
      }
      delete.executeUpdate("DELETE FROM item");
    }
    connection.commit();
  }

  private static Connection connect(String vendor) throws SQLException {
    // Rewritten batches reach the server as one statement; the recorder counts entries.
    String url =
        server
            .jdbcUrl("router")
            .replace("rewriteBatchedStatements=true", "rewriteBatchedStatements=false")
            .replace("jdbc:mysql:", "jdbc:matapalo:" + vendor + ":");
    String perEntry = vendor.equals("mariadb") ? "&useBulkStmts=false&sslMode=disable" : "";
    return DriverManager.getConnection(url + perEntry, server.user(), server.password());
  }

  private static Map<String, Long> serverCounts(Connection connection) throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SHOW SESSION STATUS WHERE Variable_name IN"
                    + " ('Com_select','Com_insert','Com_update','Com_delete','Com_commit')")) {
      while (rows.next()) {
        counts.put(
            rows.getString(1).substring("Com_".length()).toLowerCase(java.util.Locale.ROOT),
            rows.getLong(2));
      }
    }
    return counts;
  }

  private static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
    Map<String, Long> difference = new TreeMap<>();
    after.forEach((name, count) -> difference.put(name, count - before.getOrDefault(name, 0L)));
    return difference;
  }

  private static Map<String, Long> counts(String operation) {
    String json = SqlRecorder.snapshotJson();
    int from = json.indexOf("{\"operation\":\"" + operation + "\"");
    String one = json.substring(from, json.indexOf('}', json.indexOf("\"commits\":", from)));
    Map<String, Long> counts = new TreeMap<>();
    Matcher matcher =
        Pattern.compile("\"(select|insert|update|delete|commits)\":(\\d+)").matcher(one);
    while (matcher.find()) {
      counts.put(matcher.group(1).replace("commits", "commit"), Long.parseLong(matcher.group(2)));
    }
    return counts;
  }
}
