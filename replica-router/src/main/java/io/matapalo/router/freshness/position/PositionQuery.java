package io.matapalo.router.freshness.position;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Sends a query for a position; the answer has rows of text, with NULL as "". Stateless. */
public final class PositionQuery {

  private PositionQuery() {}

  /** The first row of the answer. */
  static List<String> row(Connection connection, String sql) throws SQLException {
    List<List<String>> rows = rows(connection, sql);
    if (rows.isEmpty()) {
      throw new SQLException("the server answered a query for its position with no row");
    }
    return rows.get(0);
  }

  static List<List<String>> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // executeQuery of Connector/J refuses SET STATEMENT … FOR SELECT.
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
