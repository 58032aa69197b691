package com.example.shop;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Plain JDBC that knows of no recorder. As thread-safe as its connection. */
public final class OrderBook {

  private final Connection connection;

  public OrderBook(Connection connection) {
    this.connection = connection;
  }

  /** One select for the list, one more for each line. */
  public List<String> names(int... ids) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int id : ids) {
      names.add(name(id));
    }
    return names;
  }

  private String name(int id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT name FROM book WHERE id = ?")) {
      select.setInt(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : "none";
      }
    }
  }

  /** All rows, by {@code execute} and a result asked for later. */
  public int countByHand() throws SQLException {
    int rows = 0;
    try (Statement statement = connection.createStatement()) {
      if (statement.execute("SELECT id, name FROM book ORDER BY id")) {
        try (ResultSet result = statement.getResultSet()) {
          while (result.next()) {
            rows++;
          }
        }
      }
    }
    return rows;
  }

  /** One batch. */
  public void addAll(String... names) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO book (name) VALUES (?)")) {
      for (String name : names) {
        insert.setString(1, name);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** One row; the number of keys that the server made. */
  public int add(String name) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO book (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
      insert.setString(1, name);
      insert.executeUpdate();
      return keys(insert);
    }
  }

  /** The rows that have it now, whichever way the driver is asked. */
  public int rename(String before, String after) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE book SET name = ? WHERE name = ?")) {
      update.setString(2, before);
      update.setString(1, after);
      update.execute();
      return update.getUpdateCount();
    }
  }

  /** Calls a stored procedure. */
  public int twice(int number) throws SQLException {
    try (CallableStatement call = connection.prepareCall("{call twice(?, ?)}")) {
      call.setInt(1, number);
      call.registerOutParameter(2, Types.INTEGER);
      call.execute();
      return call.getInt(2);
    }
  }

  private static int keys(Statement statement) throws SQLException {
    int keys = 0;
    try (ResultSet made = statement.getGeneratedKeys()) {
      while (made.next()) {
        keys++;
      }
    }
    return keys;
  }
}
