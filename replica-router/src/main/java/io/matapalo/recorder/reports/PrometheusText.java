package io.matapalo.recorder.reports;

import io.matapalo.recorder.counting.OperationCounts;
import io.matapalo.recorder.counting.OperationTotals;
import io.matapalo.recorder.digest.Verb;
import java.util.List;
import java.util.Map;

/** The totals as Prometheus text, version 0.0.4; labels are bounded. Stateless. */
public final class PrometheusText {

  private static final double NANOS_A_SECOND = 1e9;

  /** One metric family, of one cell of each operation. */
  private record Metric(String name, String help, int cell, boolean seconds) {}

  private static final List<Metric> METRICS =
      List.of(
          count("requests", "Requests ended", OperationCounts.REQUESTS),
          count("commits", "Commits asked for through JDBC", OperationCounts.COMMITS),
          count("rollbacks", "Rollbacks asked for through JDBC", OperationCounts.ROLLBACKS),
          count("failed_statements", "Statements that failed", OperationCounts.FAILED),
          count("rows_read", "Rows read from results", OperationCounts.ROWS_READ),
          count("rows_written", "Rows written, as drivers told", OperationCounts.ROWS_WRITTEN),
          count(
              "duplicates",
              "Executions that repeat digest and values within a request",
              OperationCounts.DUPLICATES),
          count(
              "n_plus_one",
              "Executions of N+1 groups, in requests whose call sites were looked at",
              OperationCounts.N_PLUS_ONE),
          count(
              "units_with_sites",
              "Requests whose call sites were looked at",
              OperationCounts.WITH_SITES),
          count("connections_opened", "Connections opened", OperationCounts.CONNECTIONS),
          count("connections_borrowed", "Connections borrowed", OperationCounts.BORROWED),
          count(
              "digests_dropped",
              "Executions of digests past the limit",
              OperationCounts.DIGESTS_DROPPED),
          time("database", "Time statements took", OperationCounts.DATABASE_NANOS),
          time("elapsed", "Time requests took", OperationCounts.ELAPSED_NANOS),
          time("connection_wait", "Waits for a pooled connection", OperationCounts.WAIT_NANOS));

  private PrometheusText() {}

  public static String of(Map<String, OperationTotals> byName) {
    StringBuilder text = new StringBuilder();
    statements(byName, text);
    for (Metric metric : METRICS) {
      head(metric.name(), metric.help(), text);
      byName.forEach((operation, totals) -> {
        long cell = totals.counts().get(metric.cell());
        sample(metric.name(), operation, "", text);
        text.append(metric.seconds() ? String.valueOf(cell / NANOS_A_SECOND) : "" + cell);
        text.append('\n');
      });
    }
    return text.toString();
  }

  private static void statements(Map<String, OperationTotals> byName, StringBuilder text) {
    String name = "matapalo_sql_statements_total";
    head(name, "Statements executed", text);
    byName.forEach((operation, totals) -> {
      for (Verb verb : Verb.values()) {
        sample(name, operation, ",verb=\"" + verb.key() + '"', text);
        text.append(totals.counts().statements(verb)).append('\n');
      }
    });
  }

  private static void head(String name, String help, StringBuilder text) {
    text.append("# HELP ").append(name).append(' ').append(help).append(".\n");
    text.append("# TYPE ").append(name).append(" counter\n");
  }

  private static void sample(String name, String operation, String more, StringBuilder text) {
    text.append(name).append("{operation=\"");
    text.append(operation.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    text.append('"').append(more).append("} ");
  }

  private static Metric count(String name, String help, int cell) {
    return new Metric("matapalo_sql_" + name + "_total", help, cell, false);
  }

  private static Metric time(String name, String help, int cell) {
    return new Metric("matapalo_sql_" + name + "_seconds_total", help, cell, true);
  }
}
