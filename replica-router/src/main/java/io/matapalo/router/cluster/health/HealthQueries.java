package io.matapalo.router.cluster.health;

import io.matapalo.router.cluster.health.ProbeResult.Loss;
import io.matapalo.router.cluster.health.ProbeResult.Replication;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.TopologyKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** The health query of each engine, by MySQL's and Galera's manuals. Stateless. */
public final class HealthQueries {

  private static final int ACCESS_DENIED = 1227;

  private static final String ENGINE =
      "SHOW GLOBAL VARIABLES WHERE Variable_name IN"
          + " ('version', 'wsrep_on', 'group_replication_group_name')";

  private static final String MARIADB =
      "SELECT @@global.read_only AS read_only, @@global.gtid_current_pos AS position,"
          + " @@global.server_id AS server";

  /** Galera over MySQL keeps GLOBAL_STATUS in another schema than Galera over MariaDB. */
  private static final String GALERA =
      "SELECT 'read_only', CONCAT(@@global.read_only)"
          + " UNION ALL SELECT 'position', CONCAT(%s)"
          + " UNION ALL SELECT VARIABLE_NAME, VARIABLE_VALUE FROM %s.GLOBAL_STATUS"
          + " WHERE VARIABLE_NAME IN ('wsrep_ready', 'wsrep_cluster_status', 'wsrep_local_state',"
          + " 'wsrep_local_state_comment', 'wsrep_cluster_state_uuid')";

  private static final String MYSQL =
      "SELECT @@global.read_only AS read_only, @@global.gtid_executed AS position,"
          + " @@global.server_uuid AS server";

  private static final String MEMBERS = " FROM performance_schema.replication_group_members";

  private static final String GROUP =
      MYSQL
          + ", (SELECT MEMBER_STATE"
          + MEMBERS
          + " WHERE MEMBER_ID = @@global.server_uuid) AS state, (SELECT COUNT(*)"
          + MEMBERS
          + ") AS members, (SELECT COUNT(*)"
          + MEMBERS
          + " WHERE MEMBER_STATE = 'UNREACHABLE') AS unreachable";

  private HealthQueries() {}

  /** The query for the engine that {@code connection} leads to; asks the server once. */
  public static HealthQuery of(Connection connection, TopologyKind kind) throws SQLException {
    StatusValues variables = StatusValues.ofPairs(connection, ENGINE);
    boolean mariaDb = variables.text("version").toLowerCase(Locale.ROOT).contains("mariadb");
    if (variables.isOn("wsrep_on")) {
      String sql =
          mariaDb
              ? GALERA.formatted("@@global.gtid_binlog_pos", "information_schema")
              : GALERA.formatted("@@global.gtid_executed", "performance_schema");
      return server -> galera(StatusValues.ofPairs(server, sql));
    }
    if (!variables.text("group_replication_group_name").isEmpty()) {
      return server -> group(StatusValues.ofRow(server, GROUP));
    }
    boolean follows = kind == TopologyKind.PRIMARY_REPLICA;
    return mariaDb
        ? server -> plain(Engine.MARIADB, MARIADB, server, follows ? "SHOW SLAVE STATUS" : "")
        : server -> plain(Engine.MYSQL, MYSQL, server, follows ? "SHOW REPLICA STATUS" : "");
  }

  private static ProbeResult plain(
      Engine engine, String sql, Connection connection, String replication) throws SQLException {
    StatusValues status = StatusValues.ofRow(connection, sql);
    return result(
        engine,
        status,
        replication.isEmpty() ? Replication.NONE : replication(connection, replication));
  }

  static ProbeResult galera(StatusValues status) {
    String component = status.text("wsrep_cluster_status");
    long state = status.number("wsrep_local_state");
    // 4 is Synced. 2 (Donor or Desynced) and 3 (Joined, from there back to 4) serve as before.
    // A node that joins passes 3 too, but is not ready before 4.
    String obstacle =
        !component.equalsIgnoreCase("Primary")
            ? "has no quorum (wsrep_cluster_status " + component + ")"
            : !status.isOn("wsrep_ready") || state < 2
                ? "does not take part (" + status.text("wsrep_local_state_comment") + ")"
                : "";
    ProbeResult result = result(Engine.GALERA, status, Replication.NONE);
    return obstacle.isEmpty() ? result : result.withObstacle(obstacle);
  }

  static ProbeResult group(StatusValues status) {
    String state = status.text("state");
    long members = status.number("members");
    long reachable = members - status.number("unreachable");
    ProbeResult result = result(Engine.GROUP_REPLICATION, status, Replication.NONE);
    if (!state.equals("ONLINE")) {
      return result.withObstacle(
          "does not take part (" + (state.isEmpty() ? "OFFLINE" : state) + ")");
    }
    return reachable * 2 > members
        ? result
        : result.withObstacle(
            "has no quorum (reaches " + reachable + " of " + members + " members)");
  }

  private static ProbeResult result(Engine engine, StatusValues status, Replication replication) {
    return new ProbeResult(
        "",
        Loss.NONE,
        engine,
        status.isOn("read_only"),
        replication,
        status.text("position").replace("\n", ""),
        status.text("server", "wsrep_cluster_state_uuid"));
  }

  private static Replication replication(Connection connection, String sql) throws SQLException {
    try {
      return replication(StatusValues.ofRow(connection, sql));
    } catch (SQLException e) {
      if (e.getErrorCode() != ACCESS_DENIED) {
        throw e;
      }
      return new Replication(
          Replication.State.FORBIDDEN,
          0,
          "the monitoring account may not ask for the lag; GRANT %s ON *.* to it"
              .formatted(sql.contains("SLAVE") ? "REPLICA MONITOR" : "REPLICATION CLIENT"));
    }
  }

  static Replication replication(StatusValues status) {
    if (status.isEmpty()) {
      return Replication.NONE;
    }
    boolean receives = status.text("slave_io_running", "replica_io_running").equals("Yes");
    boolean applies = status.text("slave_sql_running", "replica_sql_running").equals("Yes");
    String behind = status.text("seconds_behind_master", "seconds_behind_source");
    if (receives && applies && !behind.isEmpty()) {
      return new Replication(Replication.State.RUNNING, Long.parseLong(behind), "");
    }
    // The server's error texts are left out, because they quote rows.
    String trouble =
        applies
            ? "does not reach its primary, error " + status.number("last_io_errno")
            : "replication has stopped, error " + status.number("last_sql_errno");
    return new Replication(Replication.State.STOPPED, 0, trouble);
  }
}
