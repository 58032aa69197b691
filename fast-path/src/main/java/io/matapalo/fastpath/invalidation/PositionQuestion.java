package io.matapalo.fastpath.invalidation;

import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.Positions;
import io.matapalo.fastpath.invalidation.link.ServerState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the database what its log holds. Blocks. Thread-safe.
 *
 * <p>MariaDB has that in {@code gtid_binlog_pos}: {@code gtid_current_pos} may also have what came
 * in no log. A transaction is in it before it can be read, never after. On Galera only the numbers
 * that all nodes share count. MySQL's {@code gtid_executed} is the same.
 */
record PositionQuestion(Positions positions, int timeoutSeconds) {

  private static final String MARIADB =
      "show global variables where variable_name in ('gtid_binlog_pos', 'wsrep_on',"
          + " 'wsrep_gtid_domain_id')";
  private static final String MARIADB_POSITION = "select @@global.gtid_binlog_pos";
  private static final String MYSQL_POSITION = "select @@global.gtid_executed";

  Position ask(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(timeoutSeconds);
      Map<String, String> variables = new HashMap<>();
      try (ResultSet rows = statement.executeQuery(MARIADB)) {
        while (rows.next()) {
          variables.put(rows.getString(1), rows.getString(2));
        }
      }
      boolean mariaDb = variables.containsKey("gtid_binlog_pos");
      Optional<String> domain =
          "ON".equals(variables.get("wsrep_on"))
              ? Optional.ofNullable(variables.get("wsrep_gtid_domain_id"))
              : Optional.empty();
      // The list of variables shortens long values.
      try (ResultSet row = statement.executeQuery(mariaDb ? MARIADB_POSITION : MYSQL_POSITION)) {
        row.next();
        String text = row.getString(1);
        return positions.parse(new ServerState(mariaDb, List.of(text), domain).shared(text));
      }
    }
  }
}
