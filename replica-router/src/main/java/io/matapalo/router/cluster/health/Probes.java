package io.matapalo.router.cluster.health;

import io.matapalo.router.cluster.health.Look.Loss;
import io.matapalo.router.cluster.health.Look.Replication;
import io.matapalo.router.topology.Engine;
import io.matapalo.router.topology.TopologyKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** What to ask each engine. Stateless. */
public final class Probes {

  private static final int ACCESS_DENIED = 1227;

  private static final String WHAT_IS_IT =
      "SHOW GLOBAL VARIABLES WHERE Variable_name IN"
          + " ('version', 'wsrep_on', 'group_replication_group_name')";

  private static final String MARIADB =
      "SELECT @@global.read_only AS read_only, @@global.gtid_current_pos AS position,"
          + " @@global.server_id AS server";

  /** Status has its table elsewhere in the cluster made of MySQL. */
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

  private Probes() {}

  /** The probe for what {@code connection} leads to; asks it once. */
  public static Probe of(Connection connection, TopologyKind kind) throws SQLException {
    Answers what = Answers.ofPairs(connection, WHAT_IS_IT);
    boolean mariaDb = what.text("version").toLowerCase(Locale.ROOT).contains("mariadb");
    if (what.isOn("wsrep_on")) {
      String sql =
          mariaDb
              ? GALERA.formatted("@@global.gtid_binlog_pos", "information_schema")
              : GALERA.formatted("@@global.gtid_executed", "performance_schema");
      return asked -> galera(Answers.ofPairs(asked, sql));
    }
    if (!what.text("group_replication_group_name").isEmpty()) {
      return asked -> group(Answers.ofRow(asked, GROUP));
    }
    boolean follows = kind == TopologyKind.PRIMARY_REPLICA;
    return mariaDb
        ? asked -> plain(Engine.MARIADB, MARIADB, asked, follows ? "SHOW SLAVE STATUS" : "")
        : asked -> plain(Engine.MYSQL, MYSQL, asked, follows ? "SHOW REPLICA STATUS" : "");
  }

  private static Look plain(Engine engine, String sql, Connection asked, String replication)
      throws SQLException {
    Answers answers = Answers.ofRow(asked, sql);
    return look(
        engine,
        answers,
        replication.isEmpty() ? Replication.NONE : replication(asked, replication));
  }

  static Look galera(Answers answers) {
    String status = answers.text("wsrep_cluster_status");
    long state = answers.number("wsrep_local_state");
    // 4 is Synced. 2, Donor or Desynced, and 3, Joined, on the way from there back to 4, serve as
    // before; a node that joins passes 3 too, but is not ready before 4.
    String obstacle =
        !status.equalsIgnoreCase("Primary")
            ? "has no quorum (wsrep_cluster_status " + status + ")"
            : !answers.isOn("wsrep_ready") || state < 2
                ? "does not take part (" + answers.text("wsrep_local_state_comment") + ")"
                : "";
    Look look =
        new Look(
            "",
            Loss.NONE,
            Engine.GALERA,
            answers.isOn("read_only"),
            Replication.NONE,
            answers.text("position"),
            answers.text("wsrep_cluster_state_uuid"));
    return obstacle.isEmpty() ? look : look.hinderedBy(obstacle);
  }

  static Look group(Answers answers) {
    String state = answers.text("state");
    long members = answers.number("members");
    long reachable = members - answers.number("unreachable");
    Look look = look(Engine.GROUP_REPLICATION, answers, Replication.NONE);
    if (!state.equals("ONLINE")) {
      return look.hinderedBy("does not take part (" + (state.isEmpty() ? "OFFLINE" : state) + ")");
    }
    return reachable * 2 > members
        ? look
        : look.hinderedBy("has no quorum (reaches " + reachable + " of " + members + " members)");
  }

  private static Look look(Engine engine, Answers answers, Replication replication) {
    return new Look(
        "",
        Loss.NONE,
        engine,
        answers.isOn("read_only"),
        replication,
        answers.text("position").replace("\n", ""),
        answers.text("server"));
  }

  private static Replication replication(Connection connection, String sql) throws SQLException {
    try {
      return replication(Answers.ofRow(connection, sql));
    } catch (SQLException e) {
      if (e.getErrorCode() != ACCESS_DENIED) {
        throw e;
      }
      return new Replication(
          Replication.State.FORBIDDEN,
          0,
          "the monitoring account may not ask for the lag; GRANT "
              + (sql.contains("SLAVE") ? "REPLICA MONITOR" : "REPLICATION CLIENT")
              + " ON *.* to it");
    }
  }

  static Replication replication(Answers status) {
    if (status.isEmpty()) {
      return Replication.NONE;
    }
    boolean receives = status.text("slave_io_running", "replica_io_running").equals("Yes");
    boolean applies = status.text("slave_sql_running", "replica_sql_running").equals("Yes");
    String behind = status.text("seconds_behind_master", "seconds_behind_source");
    if (receives && applies && !behind.isEmpty()) {
      return new Replication(Replication.State.RUNNING, Long.parseLong(behind), "");
    }
    // The texts of errors hold rows.
    String trouble =
        applies
            ? "does not reach its primary, error " + status.number("last_io_errno")
            : "replication has stopped, error " + status.number("last_sql_errno");
    return new Replication(Replication.State.STOPPED, 0, trouble);
  }
}
