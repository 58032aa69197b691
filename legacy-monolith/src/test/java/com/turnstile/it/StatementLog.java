package com.turnstile.it;

import io.matapalo.testkit.mariadb.MariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The database server's own log of the statements that it is sent, and its plans for them. */
final class StatementLog {

  private StatementLog() {}

  /** What the server is sent while the work is done, in order. */
  static List<String> of(MariaDb database, Work work) throws Exception {
    try (Connection administrator = connect(database);
        Statement statement = administrator.createStatement()) {
      statement.execute("set global log_output = 'TABLE'");
      statement.execute("truncate table mysql.general_log");
      statement.execute("set global general_log = on");
      try {
        work.run();
      } finally {
        statement.execute("set global general_log = off");
      }
      List<String> found = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "select argument from mysql.general_log where command_type in ('Query', 'Execute')"
                  + " and thread_id <> connection_id() order by event_time")) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    }
  }

  /** The server's plan: the access type of each table, such as {@code ALL}, by its alias. */
  static List<String> plan(MariaDb database, String sql) throws SQLException {
    try (Connection administrator = connect(database);
        Statement statement = administrator.createStatement();
        ResultSet rows = statement.executeQuery("explain " + sql)) {
      List<String> plan = new ArrayList<>();
      while (rows.next()) {
        plan.add(rows.getString("table") + " " + rows.getString("type"));
      }
      return plan;
    }
  }

  /**
   * The plan that the server had before a cure: without an index that a later changelog added.
   * While the plan is made, the server ignores the index for everybody.
   */
  static List<String> planWithoutIndex(MariaDb database, String table, String index, String sql)
      throws SQLException {
    String alter = "alter table " + table + " alter index " + index;
    try (Connection administrator = connect(database);
        Statement statement = administrator.createStatement()) {
      statement.execute(alter + " ignored");
      try {
        return plan(database, sql);
      } finally {
        statement.execute(alter + " not ignored");
      }
    }
  }

  static Connection connect(MariaDb database) throws SQLException {
    return DriverManager.getConnection(
        database.jdbcUrl(Surroundings.DATABASE), database.administrator(), database.password());
  }

  /** What is watched. */
  interface Work {
    void run() throws Exception;
  }
}
