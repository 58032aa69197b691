package io.matapalo.router.freshness.position;

import io.matapalo.jvm.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The identity of a server and the way to read its positions, found out with a connection.
 * Immutable.
 *
 * @param server identity of the server's data, whatever its name or address
 * @param startedAt when the server was started, in seconds since 1970 by its clock, give or take
 *     one
 * @param positions reads the server's positions
 */
public record ServerFacts(String server, long startedAt, Positions positions) {

  /** The clock and the uptime are two readings, so the start jitters. */
  private static final long START_JITTER_SECONDS = 2;

  private static final int IDENTITY_BYTES = 9;

  private static final String VARIABLES =
      "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('version','version_comment','server_uuid',"
          + "'server_uid','server_id','hostname','port','datadir','log_bin','log_slave_updates',"
          + "'log_replica_updates','wsrep_on','wsrep_gtid_mode','wsrep_gtid_domain_id',"
          + "'group_replication_group_name')";

  /** Asks a server; three round trips, once a connection. */
  public static ServerFacts ask(Connection connection, LongSupplier nanoTime) throws SQLException {
    Map<String, String> variables = new TreeMap<>();
    for (List<String> row : PositionQuery.rows(connection, VARIABLES)) {
      variables.put(row.get(0).toLowerCase(Locale.ROOT), row.get(1));
    }
    return of(variables, startedAt(connection), nanoTime);
  }

  static ServerFacts of(Map<String, String> variables, long startedAt, LongSupplier nanoTime) {
    String data =
        String.join(
            "\n",
            variables.getOrDefault("server_uuid", ""),
            variables.getOrDefault("server_uid", ""),
            variables.getOrDefault("server_id", ""),
            variables.getOrDefault("hostname", ""),
            variables.getOrDefault("port", ""),
            variables.getOrDefault("datadir", ""));
    String server = HexFormat.of().formatHex(Sha256.of(data), 0, IDENTITY_BYTES);
    return new ServerFacts(server, startedAt, positions(variables, nanoTime));
  }

  /** The identity of one run of the server, because a restart may lose what it had shown. */
  public String identity() {
    return server + "." + startedAt;
  }

  /** Whether both describe the same run of one server. */
  public boolean isSameRunAs(ServerFacts other) {
    return server.equals(other.server)
        && Math.abs(startedAt - other.startedAt) <= START_JITTER_SECONDS;
  }

  private static Positions positions(Map<String, String> variables, LongSupplier nanoTime) {
    boolean logs = isOn(variables, "log_bin");
    boolean logsReplicated =
        logs && (isOn(variables, "log_slave_updates") || isOn(variables, "log_replica_updates"));
    if (variables.containsKey("server_uuid") && !isMariaDb(variables)) {
      return new MySqlPositions(
          !variables.getOrDefault("group_replication_group_name", "").isEmpty());
    }
    if (isOn(variables, "wsrep_on")) {
      long domain = Long.parseLong(variables.getOrDefault("wsrep_gtid_domain_id", "0"));
      boolean common = isOn(variables, "wsrep_gtid_mode");
      return new GaleraPositions(
          common ? OptionalLong.of(domain) : OptionalLong.empty(), logsReplicated, nanoTime);
    }
    return new MariaDbPositions(logsReplicated, nanoTime);
  }

  private static boolean isMariaDb(Map<String, String> variables) {
    String version =
        variables.getOrDefault("version", "") + variables.getOrDefault("version_comment", "");
    return version.toLowerCase(Locale.ROOT).contains("mariadb");
  }

  private static boolean isOn(Map<String, String> variables, String name) {
    String value = variables.getOrDefault(name, "");
    return value.equalsIgnoreCase("ON") || value.equals("1");
  }

  private static long startedAt(Connection connection) throws SQLException {
    long uptime =
        Long.parseLong(PositionQuery.row(connection, "SHOW GLOBAL STATUS LIKE 'Uptime'").get(1));
    long now = Long.parseLong(PositionQuery.row(connection, "SELECT UNIX_TIMESTAMP()").get(0));
    return now - uptime;
  }
}
