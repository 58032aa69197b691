package com.turnstile.it;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What the database server itself counts: statements, rows sent, rows read. Its counters are of the
 * whole server, so nothing else may run meanwhile. Immutable.
 */
record ServerCounters(Map<String, Long> values) {

  static final String SELECTS = "Com_select";
  static final String INSERTS = "Com_insert";
  static final String UPDATES = "Com_update";
  static final String DELETES = "Com_delete";
  static final String ROWS_SENT = "Rows_sent";
  static final String SCANNED = "Handler_read_rnd_next";
  static final String DEADLOCKS = "Innodb_deadlocks";

  private static final List<String> NAMES =
      List.of(SELECTS, INSERTS, UPDATES, DELETES, ROWS_SENT, SCANNED, DEADLOCKS);

  /** What the work costs, without what looking at the counters does. */
  static ServerCounters of(Callable<?> work) throws Exception {
    ServerCounters first = read();
    ServerCounters before = read();
    work.call();
    return read().minus(before).minus(before.minus(first));
  }

  static ServerCounters read() throws SQLException {
    Map<String, Long> values = new HashMap<>();
    for (String row : TurnstileRows.query("show global status")) {
      int bar = row.indexOf('|');
      if (NAMES.contains(row.substring(0, bar))) {
        values.put(row.substring(0, bar), Long.valueOf(row.substring(bar + 1)));
      }
    }
    return new ServerCounters(values);
  }

  long get(String name) {
    return values.get(name);
  }

  private ServerCounters minus(ServerCounters other) {
    Map<String, Long> difference = new HashMap<>();
    values.forEach((name, value) -> difference.put(name, value - other.get(name)));
    return new ServerCounters(difference);
  }
}
