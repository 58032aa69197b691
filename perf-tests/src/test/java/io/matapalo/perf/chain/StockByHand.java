package io.matapalo.perf.chain;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Somebody with an SQL console, who adds tickets to stock and takes some out. Each change is one
 * transaction with its entry in a table of its own, so that the stock can be checked against it.
 * Rows are locked in any order. Used by one thread at a time.
 */
final class StockByHand implements AutoCloseable {
  private static final int LOST = 1213;
  private static final int WAITED_IN_VAIN = 1205;
  private static final int MOST = 8;
  private static final String NONE_HELD = "SQL nothing held";

  private final Connection connection;

  private StockByHand(Connection connection) {
    this.connection = connection;
  }

  /** With a table that has no entries yet; closing drops it. */
  static StockByHand open(Chain chain) throws SQLException {
    StockByHand hand = new StockByHand(chain.database());
    hand.execute("DROP TABLE IF EXISTS stock_by_hand");
    hand.execute(
        "CREATE TABLE stock_by_hand (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
            + " ticket_type_id BIGINT NOT NULL, quantity INT NOT NULL) ENGINE=InnoDB");
    return hand;
  }

  /** Makes so many tickets the stock of each type of an event. */
  void leave(String eventCode, int available) throws SQLException {
    for (long type : types(eventCode)) {
      change(List.of(type), available - available(type));
    }
  }

  /** Adds tickets or takes some, of two types; what became of it. */
  String change(String eventCode, RandomGenerator random) throws SQLException {
    List<Long> types = new ArrayList<>(types(eventCode));
    Collections.shuffle(types, random);
    int quantity = 1 + random.nextInt(MOST);
    try {
      return change(types.subList(0, 2), random.nextBoolean() ? quantity : -quantity);
    } catch (SQLException e) {
      return lost(e);
    }
  }

  /** Moves the end of the oldest held reservation of a run into the past; what became of it. */
  String makeOverdue(String run) throws SQLException {
    Optional<Long> oldest =
        number(
            "SELECT MIN(id) FROM reservation WHERE status = 'HELD' AND expires_at > created_at"
                + " AND request_id LIKE '%s-%%'".formatted(run));
    if (oldest.isEmpty()) {
      return NONE_HELD;
    }
    try {
      execute(
          "UPDATE reservation SET expires_at = created_at WHERE status = 'HELD' AND id = "
              + oldest.get());
      return "SQL overdue";
    } catch (SQLException e) {
      return lost(e);
    }
  }

  /** Moves the ends of all held reservations of a run into the past. */
  void makeAllOverdue(String run) throws SQLException {
    String outcome;
    do {
      outcome = makeOverdue(run);
    } while (!outcome.equals(NONE_HELD));
  }

  private String change(List<Long> types, int quantity) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement update =
            connection.prepareStatement(
                "UPDATE stock SET available = available + ?, version = version + 1"
                    + " WHERE ticket_type_id = ? AND available + ? >= 0");
        PreparedStatement entry =
            connection.prepareStatement(
                "INSERT INTO stock_by_hand (quantity, ticket_type_id) VALUES (?, ?)")) {
      for (long type : types) {
        update.setInt(1, quantity);
        update.setLong(2, type);
        update.setInt(3, quantity);
        if (update.executeUpdate() == 0) {
          connection.rollback();
          return "SQL too few";
        }
        entry.setInt(1, quantity);
        entry.setLong(2, type);
        entry.executeUpdate();
      }
      connection.commit();
      return quantity > 0 ? "SQL added" : "SQL taken";
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String lost(SQLException failure) throws SQLException {
    if (failure.getErrorCode() == LOST || failure.getErrorCode() == WAITED_IN_VAIN) {
      return "SQL conflict";
    }
    throw failure;
  }

  private List<Long> types(String eventCode) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT t.id FROM ticket_type t JOIN event e ON e.id = t.event_id WHERE e.code = ?"
                + " ORDER BY t.id")) {
      select.setString(1, eventCode);
      List<Long> types = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          types.add(row.getLong(1));
        }
      }
      return types;
    }
  }

  private int available(long type) throws SQLException {
    return number("SELECT available FROM stock WHERE ticket_type_id = " + type)
        .orElseThrow()
        .intValue();
  }

  private Optional<Long> number(String sql) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery(sql)) {
      row.next();
      long value = row.getLong(1);
      return row.wasNull() ? Optional.empty() : Optional.of(value);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      execute("DROP TABLE stock_by_hand");
    }
  }
}
