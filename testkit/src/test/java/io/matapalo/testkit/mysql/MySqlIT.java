package io.matapalo.testkit.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.matapalo.testkit.server.ServerAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One real MySQL server. */
@Tag("deep")
class MySqlIT {
  private static MySql server;

  @BeforeAll
  static void start() {
    server = MySql.start(MySqlServers.config("mysql-one"));
    server.createDatabase("shop");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void keepsRowsAndFractionsOfSecondsAndCountsTransactions() throws Exception {
    Timestamp instant = Timestamp.valueOf("2026-11-21 10:11:12.345");
    try (Connection connection = server.connect("shop");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("create table t (id int primary key, at datetime(3))");
      try (var insert = connection.prepareStatement("insert into t values (1, ?)")) {
        insert.setTimestamp(1, instant);
        insert.executeUpdate();
      }
      try (ResultSet row = statement.executeQuery("select at from t")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getTimestamp(1)).isEqualTo(instant);
      }
    }
    assertThat(server.origin()).contains("MySQL of Debian unstable, ");
    assertThat(MySqlServers.asked(server, "select @@global.gtid_executed").orElseThrow())
        .matches("[0-9a-f-]{36}:1-[0-9]+");
    assertThat(MySqlServers.asked(server, "select @@global.sync_binlog")).hasValue("1");
    assertThat(MySqlServers.asked(server, "select user from mysql.user where user = 'root'"))
        .isEmpty();
  }

  @Test
  void applicationUserMayNotWriteToReadOnlyServer() throws Exception {
    server.becomeReadOnly();
    try {
      assertThatThrownBy(() -> MySqlServers.update(server, "create table r (id int)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1290));
    } finally {
      server.becomeWritable();
    }
    MySqlServers.update(server, "create table r (id int)");
  }

  /** What docs/testkit.md calls the least that a monitor and marks need. */
  @Test
  void watcherNeedsFewRights() throws Exception {
    server.administer(
        "create user watcher identified by 'watching'",
        "grant replication client on *.* to watcher",
        "grant select on performance_schema.* to watcher");
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl(""), "watcher", "watching");
        Statement statement = connection.createStatement()) {
      for (String query :
          new String[] {
            "select @@global.gtid_owned, @@global.gtid_executed, @@global.super_read_only",
            "set session session_track_gtids = own_gtid",
            "select wait_for_executed_gtid_set(@@global.gtid_executed, 1)",
            "show replica status",
            "select * from performance_schema.replication_group_members",
            "select * from performance_schema.replication_applier_status_by_worker",
            "select * from performance_schema.replication_connection_status"
          }) {
        statement.execute(query);
      }
    }
  }

  @Test
  void frozenServerAnswersOnceItGoesOn() throws Exception {
    MySqlServers.update(server, "create table p (id int primary key)");
    server.pause();
    try {
      assertThatThrownBy(() ->
              DriverManager.getConnection(
                  server
                      .jdbcUrl("shop")
                      .replace("connectTimeout=5000", "connectTimeout=300")
                      .replace("socketTimeout=60000", "socketTimeout=300"),
                  server.user(),
                  server.password()))
          .isInstanceOf(SQLException.class);
    } finally {
      server.resume();
    }
    MySqlServers.update(server, "insert into p values (1)");
  }

  @Test
  void comesBackAfterKillAndRunsAsNobody() throws Exception {
    MySql killed = MySql.start(MySqlServers.config("mysql-kill"));
    killed.createDatabase("shop");
    MySqlServers.update(killed, "create table t (id int primary key)", "insert into t values (7)");
    killed.kill();
    assertThat(ProcessHandle.of(killed.pid())).isEmpty();

    try (MySql again = MySql.start(killed.config())) {
      assertThat(again.port()).isEqualTo(killed.port());
      assertThat(MySqlServers.asked(again, "select id from t")).hasValue("7");
      assumeTrue(ServerAccount.isRoot(), "only root changes the account");
      assertThat(Files.getAttribute(Path.of("/proc/" + again.pid()), "unix:uid")).isEqualTo(65_534);
    }
  }
}
