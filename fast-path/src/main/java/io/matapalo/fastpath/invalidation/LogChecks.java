package io.matapalo.fastpath.invalidation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does a server log what keys are made of? Stateless. */
final class LogChecks {

  private static final Logger LOG = LoggerFactory.getLogger(LogChecks.class);
  private static final String VARIABLES =
      "show global variables where variable_name in ('log_bin', 'binlog_format',"
          + " 'binlog_row_image', 'binlog_row_metadata', 'binlog_row_value_options',"
          + " 'log_bin_compress', 'gtid_mode', 'gtid_binlog_pos', 'wsrep_on', 'wsrep_gtid_mode',"
          + " 'log_slave_updates')";

  private LogChecks() {}

  /** What is wrong with a server's settings, a sentence each. */
  static List<String> problems(Connection connection) throws SQLException {
    Map<String, String> variables = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(VARIABLES)) {
      while (rows.next()) {
        variables.put(rows.getString(1), rows.getString(2).toUpperCase(Locale.ROOT));
      }
    }
    return problems(variables);
  }

  /** The same of its variables, by name. */
  static List<String> problems(Map<String, String> variables) {
    List<String> problems = new ArrayList<>();
    require("log_bin", "ON", variables, problems);
    // A server without the setting has no other format.
    if (variables.containsKey("binlog_format")) {
      require("binlog_format", "ROW", variables, problems);
    }
    refuse(
        "binlog_row_image",
        "MINIMAL",
        "its rows lack columns; set it to FULL",
        variables,
        problems);
    refuse("log_bin_compress", "ON", "its rows cannot be read; set it to OFF", variables, problems);
    refuse(
        "binlog_row_value_options",
        "PARTIAL_JSON",
        "its rows cannot be read; set it to ''",
        variables,
        problems);
    if (!variables.containsKey("gtid_binlog_pos")) {
      require("gtid_mode", "ON", variables, problems);
    }
    if ("ON".equals(variables.get("wsrep_on"))) {
      require("wsrep_gtid_mode", "ON", variables, problems);
      require("log_slave_updates", "ON", variables, problems);
    }
    if (problems.isEmpty() && !"FULL".equals(variables.get("binlog_row_metadata"))) {
      LOG.warn(
          "the log has no names of columns, so that a restart or a change of a table may drop whole"
              + " caches; set binlog_row_metadata=FULL binlog_row_metadata={}",
          variables.get("binlog_row_metadata"));
    }
    return problems;
  }

  private static void require(
      String name, String value, Map<String, String> variables, List<String> problems) {
    String found = variables.getOrDefault(name, "missing");
    if (!found.equals(value)) {
      problems.add("%s must be %s, is %s; change it at the server".formatted(name, value, found));
    }
  }

  private static void refuse(
      String name, String value, String why, Map<String, String> variables, List<String> problems) {
    if (value.equals(variables.get(name))) {
      problems.add("%s is %s: %s".formatted(name, value, why));
    }
  }
}
