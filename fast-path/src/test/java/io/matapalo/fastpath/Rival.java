package io.matapalo.fastpath;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Another transaction that holds rows; for tests. */
record Rival(Connection connection) implements AutoCloseable {

  /** One that holds nothing yet. */
  static Rival of(TurnstileStack stack) throws SQLException {
    Rival rival = new Rival(stack.connect());
    rival.connection.setAutoCommit(false);
    return rival;
  }

  /** One that holds the stock of a ticket type. */
  static Rival holding(TurnstileStack stack, long ticketTypeId) throws SQLException {
    Rival rival = of(stack);
    rival.execute("SELECT * FROM stock WHERE ticket_type_id = " + ticketTypeId + " FOR UPDATE");
    return rival;
  }

  void takeAll(long ticketTypeId) throws SQLException {
    execute("UPDATE stock SET available = 0 WHERE ticket_type_id = " + ticketTypeId);
    commit();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void letGo() throws SQLException {
    connection.rollback();
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
