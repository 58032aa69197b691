package com.turnstile.it;

import io.matapalo.testkit.mariadb.MariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Every statement that the server gets from Turnstile while this is open, on whichever connection,
 * and the server's own counters beside it. Used by one thread, in a test that has the server for
 * itself.
 */
final class ServerStatements implements AutoCloseable {

  static final List<String> VERBS = List.of("select", "insert", "update", "delete");

  private final MariaDb database = Surroundings.database();
  private final Connection connection;
  private final Map<String, Long> countedBefore;
  private long ownSelects;

  ServerStatements() throws SQLException {
    connection =
        DriverManager.getConnection(
            database.jdbcUrl(Surroundings.DATABASE), database.administrator(), database.password());
    execute("set global log_output = 'TABLE'");
    execute("truncate table mysql.general_log");
    execute("set global general_log = on");
    countedBefore = counters();
  }

  /** The texts so far, in order, without their values; connections' own greetings apart. */
  List<String> statements() throws SQLException {
    List<String> texts = new ArrayList<>();
    ownSelects++;
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select convert(argument using utf8mb4) from mysql.general_log where command_type in"
                    + " ('Query', 'Execute') and user_host not like 'administrator%' order by event_time")) {
      while (found.next()) {
        String text = found.getString(1).strip();
        if (!text.contains("@@") && VERBS.contains(verb(text))) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  /** How many of the statements match, anywhere in their text. */
  long matching(String regex) throws SQLException {
    Pattern pattern = Pattern.compile(regex);
    return statements().stream().filter(text -> pattern.matcher(text).find()).count();
  }

  /** Statements by verb, as the texts say. */
  Map<String, Long> byVerb() throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    VERBS.forEach(verb -> counts.put(verb, 0L));
    statements().forEach(text -> counts.merge(verb(text), 1L, Long::sum));
    return counts;
  }

  /** Statements by verb, as the server counted them; what this itself asks apart. */
  Map<String, Long> counted() throws SQLException {
    Map<String, Long> counts = counters();
    counts.replaceAll((verb, count) -> count - countedBefore.get(verb));
    counts.merge("select", -ownSelects, Long::sum);
    return counts;
  }

  private Map<String, Long> counters() throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "show global status where variable_name in"
                    + " ('Com_select', 'Com_insert', 'Com_update', 'Com_delete')")) {
      while (found.next()) {
        counts.put(
            found.getString(1).substring("Com_".length()).toLowerCase(Locale.ROOT),
            found.getLong(2));
      }
    }
    return counts;
  }

  private static String verb(String text) {
    return text.replaceFirst("^/\\*.*?\\*/", "")
        .strip()
        .split("\\W", 2)[0]
        .toLowerCase(Locale.ROOT);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    execute("set global general_log = off");
    connection.close();
  }
}
