package io.matapalo.router.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * How many questions clients have asked of some servers, as the servers count them ({@code
 * Questions} in MariaDB's documentation, "Server Status Variables"). Confined to a thread.
 */
final class Questions implements AutoCloseable {

  private final List<Connection> connections = new ArrayList<>();

  private Questions() {}

  /** A connection to each server by its URL. */
  static Questions of(List<String> urls, String user, String password) throws SQLException {
    Questions questions = new Questions();
    for (String url : urls) {
      questions.connections.add(DriverManager.getConnection(url, user, password));
    }
    return questions;
  }

  /** How many a work asks for; what watches ask meanwhile counts too. */
  long askedBy(Work work) throws Exception {
    long before = total();
    work.run();
    // Of the counters' own questions, the later ones lie in between.
    return total() - before - connections.size();
  }

  /** What asks. */
  interface Work {
    void run() throws Exception;
  }

  private long total() throws SQLException {
    long sum = 0;
    for (Connection connection : connections) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("show global status like 'Questions'")) {
        row.next();
        sum += row.getLong(2);
      }
    }
    return sum;
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
