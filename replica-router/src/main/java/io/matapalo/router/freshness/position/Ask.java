package io.matapalo.router.freshness.position;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One question to a server, answered by rows of text; absent values are empty. Stateless. */
public final class Ask {

  private Ask() {}

  /** The first row. */
  static List<String> row(Connection connection, String sql) throws SQLException {
    List<List<String>> rows = rows(connection, sql);
    if (rows.isEmpty()) {
      throw new SQLException("the server answered a question for its position with no row");
    }
    return rows.get(0);
  }

  static List<List<String>> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Connector/J takes SET STATEMENT … FOR SELECT for no query, and executeQuery refuses it.
      statement.execute(sql);
      return rows(statement);
    }
  }

  private static List<List<String>> rows(Statement statement) throws SQLException {
    try (ResultSet answer = statement.getResultSet()) {
      int columns = answer.getMetaData().getColumnCount();
      List<List<String>> rows = new ArrayList<>();
      while (answer.next()) {
        List<String> row = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
          String value = answer.getString(i);
          row.add(value == null ? "" : value);
        }
        rows.add(row);
      }
      return rows;
    }
  }

  public static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
