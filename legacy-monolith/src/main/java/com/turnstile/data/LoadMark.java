package com.turnstile.data;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The configuration entry that says what was generated, and whether all of it arrived. Immutable.
 *
 * @param text such as {@code complete size=M seed=1 customers=20000 events=2000 orders=100000}
 */
record LoadMark(String text) {

  private static final String NAME = "data.load";
  private static final String COMPLETE = "complete ";

  static LoadMark begun(Size size, long seed) {
    return new LoadMark(
        "begun size=%s seed=%d customers=%d events=%d orders=%d"
            .formatted(size.name(), seed, size.customers(), size.events(), size.orders()));
  }

  LoadMark complete() {
    return new LoadMark(text.replaceFirst("begun ", COMPLETE));
  }

  boolean isComplete() {
    return text.startsWith(COMPLETE);
  }

  static Optional<LoadMark> read(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT value FROM config_entry WHERE name = ?")) {
      select.setString(1, NAME);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(new LoadMark(row.getString(1))) : Optional.empty();
      }
    }
  }

  void write(Connection connection) throws SQLException {
    remove(connection);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO config_entry (name, value) VALUES (?, ?)")) {
      insert.setString(1, NAME);
      insert.setString(2, text);
      insert.executeUpdate();
    }
  }

  static void remove(Connection connection) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM config_entry WHERE name = ?")) {
      delete.setString(1, NAME);
      delete.executeUpdate();
    }
  }
}
