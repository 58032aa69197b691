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

/** Variables and status of a server by lower-case name; "" if it has none. Immutable. */
final class StatusValues {

  private final Map<String, String> values = new HashMap<>();

  private StatusValues() {}

  /** The first row of the answer, by the names of its columns; empty if there is no row. */
  static StatusValues ofRow(Connection connection, String sql) throws SQLException {
    StatusValues found = new StatusValues();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      ResultSetMetaData columns = row.getMetaData();
      if (row.next()) {
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          found.put(columns.getColumnLabel(i), row.getString(i));
        }
      }
    }
    return found;
  }

  /** An answer whose rows have a name and a value each. */
  static StatusValues ofPairs(Connection connection, String sql) throws SQLException {
    StatusValues found = new StatusValues();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        found.put(row.getString(1), row.getString(2));
      }
    }
    return found;
  }

  private void put(String name, @Nullable String value) {
    if (value != null) {
      values.put(name.toLowerCase(Locale.ROOT), value);
    }
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** The value of the first name that the server has. */
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

  /** The value as a number; 0 if the server has none of the names. */
  long number(String... names) {
    String value = text(names);
    return value.isEmpty() ? 0 : Long.parseLong(value);
  }
}
