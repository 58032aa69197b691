package io.matapalo.router.freshness.position;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
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
 * What a server said of itself when a connection to it was opened. Immutable.
 *
 * @param server identity of its data, whatever name or address it is reached by
 * @param startedAt when it was started, in seconds since 1970 by its own clock, give or take one
 * @param positions how it is asked
 */
public record ServerFacts(String server, long startedAt, Positions positions) {

  /** Its clock and its time of running are two readings. */
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
    for (List<String> row : Ask.rows(connection, VARIABLES)) {
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
    return new ServerFacts(digest(data), startedAt, positions(variables, nanoTime));
  }

  /** Its identity until it is started anew: a start may lose what was shown before. */
  public String identity() {
    return server + "." + startedAt;
  }

  /** Whether these are of the same server, not started anew since. */
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
    long uptime = Long.parseLong(Ask.row(connection, "SHOW GLOBAL STATUS LIKE 'Uptime'").get(1));
    long now = Long.parseLong(Ask.row(connection, "SELECT UNIX_TIMESTAMP()").get(0));
    return now - uptime;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, IDENTITY_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
