package io.matapalo.router.proof;

import io.matapalo.testkit.topology.DatabaseNode;
import io.matapalo.testkit.topology.Topology;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds up the servers' own counters of conflicts, which begin at 0 again when a server is started
 * again. What a server counted after the last look before its death is missing. Single-threaded.
 */
final class ConflictCounters {
  private static final Logger LOG = LoggerFactory.getLogger(ConflictCounters.class);

  private final Topology nodes;
  private final String query;
  private final Map<String, Long> latest = new HashMap<>();
  private final Map<String, Long> sums = new HashMap<>();

  ConflictCounters(Writers writers) {
    this.nodes = writers.nodes();
    this.query = writers.conflicts();
    look();
    sums.clear();
  }

  /** Looks at each node that answers. */
  void look() {
    for (DatabaseNode node : nodes.nodes()) {
      try (Connection connection = connect(node);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(query)) {
        while (row.next()) {
          count(node.name(), row.getString(1), row.getLong(2));
        }
      } catch (SQLException e) {
        LOG.debug("dead, paused or starting: it is asked again node={}", node.name(), e);
      }
    }
  }

  private Connection connect(DatabaseNode node) throws SQLException {
    String url =
        node.jdbcUrl(Application.DATABASE)
            .replace("socketTimeout=60000", "socketTimeout=1000")
            .replace("connectTimeout=5000", "connectTimeout=1000");
    return DriverManager.getConnection(url, nodes.administrator(), nodes.password());
  }

  private void count(String node, String variable, long value) {
    Long before = latest.put(node + "/" + variable, value);
    long more = before == null || value < before ? value : value - before;
    sums.merge(variable, more, Long::sum);
  }

  /** Transactions refused at certification, since this was made. */
  long certificationFailures() {
    return sums.getOrDefault("certification", 0L);
  }

  /** Transactions whose locks were taken by another node's, since this was made. */
  long bruteForceAborts() {
    return sums.getOrDefault("lock", 0L);
  }
}
