package io.matapalo.router.cluster.health;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server answers, by name in lower case; a name that is not there is an empty text. */
final class Answers {

  private final Map<String, String> values = new HashMap<>();

  private Answers() {}

  /** The first row by its columns; empty if there is none. */
  static Answers ofRow(Connection connection, String sql) throws SQLException {
    Answers answers = new Answers();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      ResultSetMetaData columns = row.getMetaData();
      if (row.next()) {
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          answers.put(columns.getColumnLabel(i), row.getString(i));
        }
      }
    }
    return answers;
  }

  /** Rows of name and value. */
  static Answers ofPairs(Connection connection, String sql) throws SQLException {
    Answers answers = new Answers();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        answers.put(row.getString(1), row.getString(2));
      }
    }
    return answers;
  }

  private void put(String name, @Nullable String value) {
    if (value != null) {
      values.put(name.toLowerCase(Locale.ROOT), value);
    }
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** The value of the first of these names that has one. */
  String text(String... names) {
    for (String name : names) {
      String value = values.get(name);
      if (value != null) {
        return value;
      }
    }
    return "";
  }

  boolean isOn(String name) {
    String value = text(name);
    return value.equals("1") || value.equalsIgnoreCase("ON") || value.equalsIgnoreCase("YES");
  }

  /** A count; 0 if there is none. */
  long number(String... names) {
    String value = text(names);
    return value.isEmpty() ? 0 : Long.parseLong(value);
  }
}
