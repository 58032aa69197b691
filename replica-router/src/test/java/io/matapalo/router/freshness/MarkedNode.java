package io.matapalo.router.freshness;

import io.matapalo.router.freshness.FreshnessGate.Freshness;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.topology.NodeStatus;
import io.matapalo.router.topology.Role;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A connection to a node, used as a routed connection uses it. */
final class MarkedNode implements AutoCloseable {

  private final FreshnessGate gate;
  private final Connection connection;
  private volatile NodeStatus status;

  MarkedNode(FreshnessGate gate, NodeStatus status, Connection connection) throws SQLException {
    this.gate = gate;
    this.status = status;
    this.connection = connection;
    gate.opened(connection, status);
  }

  static NodeStatus status(Node node, Role role) {
    return new NodeStatus(node, true, role, "", "", 0, "");
  }

  NodeStatus status() {
    return status;
  }

  void becomes(NodeStatus changed) {
    status = changed;
  }

  Connection connection() {
    return connection;
  }

  Freshness ensure() throws SQLException {
    return gate.ensure(connection, status, Intent.READ);
  }

  void write(String sql) throws SQLException {
    run(sql);
    gate.written(connection, status);
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row, and tells the gate of the read. */
  long read(String sql) throws SQLException {
    long value = number(connection, sql);
    gate.read(connection, status);
    return value;
  }

  /** Of the session's own statements, this one included. */
  long questions() throws SQLException {
    return number(connection, "SHOW SESSION STATUS LIKE 'Questions'");
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new SQLException("no row: " + sql);
      }
      return row.getLong(row.getMetaData().getColumnCount());
    }
  }

  @Override
  public void close() throws SQLException {
    gate.closed(connection);
    connection.close();
  }
}
