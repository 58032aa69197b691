package io.matapalo.testkit.topology;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Rows and sums for tests of topologies. Stateless. */
final class TopologyChecks {
  static final String DATABASE = "shop";

  private TopologyChecks() {}

  static Connection connect(Topology topology, DatabaseNode node) throws SQLException {
    return DriverManager.getConnection(
        node.jdbcUrl(DATABASE), topology.user(), topology.password());
  }

  static void run(Topology topology, DatabaseNode node, String... statements) throws SQLException {
    try (Connection connection = connect(topology, node);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  static long number(Topology topology, DatabaseNode node, String query) throws SQLException {
    try (Connection connection = connect(topology, node);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** The ids of table t, in order, with commas. */
  static String ids(Topology topology, DatabaseNode node) throws SQLException {
    try (Connection connection = connect(topology, node);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select group_concat(id order by id) from t")) {
      rows.next();
      return String.valueOf(rows.getString(1));
    }
  }

  /** A number, or minus one while the node answers with an error. */
  static long numberIfAny(Topology topology, DatabaseNode node, String query) {
    try {
      return number(topology, node, query);
    } catch (SQLException e) {
      return -1;
    }
  }
}
