package io.matapalo.recorder.doors;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server says that it ran, from its counters {@code Com_*} (MariaDB documentation, "Server
 * Status Variables"). Confined to one thread; nobody else may use the server meanwhile.
 */
final class ServerCounts {

  private final Connection asking;
  private Map<String, Long> before = Map.of();

  ServerCounts(Connection asking) {
    this.asking = asking;
  }

  void begin() throws SQLException {
    before = read();
  }

  /** Counters that have grown since the beginning, by how much. */
  Map<String, Long> grown() throws SQLException {
    Map<String, Long> grown = new LinkedHashMap<>();
    read()
        .forEach((name, count) -> {
          long more = count - before.getOrDefault(name, 0L);
          if (more > 0 && !name.equals("show_status")) {
            grown.put(name, more);
          }
        });
    return grown;
  }

  private Map<String, Long> read() throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    try (Statement statement = asking.createStatement();
        ResultSet row = statement.executeQuery("show global status like 'Com\\_%'")) {
      while (row.next()) {
        counts.put(row.getString(1).substring("Com_".length()), row.getLong(2));
      }
    }
    return counts;
  }
}
