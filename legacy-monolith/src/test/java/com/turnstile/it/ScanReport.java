package com.turnstile.it;

import io.matapalo.testkit.mariadb.MariaDb;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** What one operation costs at a given size: times, counts, and the plan of its search. */
final class ScanReport {

  private static final int CALLS = 5;

  private final MariaDb database;
  private final StringBuilder plans = new StringBuilder();
  private final List<String> rows = new ArrayList<>();

  ScanReport(MariaDb database) {
    this.database = database;
  }

  /**
   * Calls the operation, warm. The statement whose plan is looked at is the one that holds the
   * mark; the answer is its scanned table, as {@code TABLE TYPE ROWS-EXAMINED}, if it has one.
   */
  String measure(String what, String mark, Callable<?> operation) throws Exception {
    operation.call();
    long[] millis = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long began = System.nanoTime();
      operation.call();
      millis[i] = (System.nanoTime() - began) / 1_000_000;
    }
    Arrays.sort(millis);
    ServerCounters cost = ServerCounters.of(operation);
    String statement =
        StatementLog.of(database, operation::call).stream()
            .filter(s -> s.contains(mark))
            .findFirst()
            .orElseThrow();
    JsonObject analysis = analysis(statement);
    List<String> tables = new ArrayList<>();
    collect(analysis, tables);
    rows.add(
        "| %s | %d ms (%d–%d) | %s ms | %,d | %,d | %,d |"
            .formatted(
                what,
                millis[CALLS / 2],
                millis[0],
                millis[CALLS - 1],
                milliseconds(analysis),
                cost.get(ServerCounters.SELECTS),
                cost.get(ServerCounters.SCANNED),
                cost.get(ServerCounters.ROWS_SENT)));
    plans
        .append("\n### ")
        .append(what)
        .append("\n\n```\n")
        .append(statement)
        .append(
            "\n```\n\n| table | access | rows, estimated | rows examined | times |\n|---|---|---|---|---|\n");
    tables.forEach(table -> plans.append("| ").append(table.replace(";", " | ")).append(" |\n"));
    return tables.get(0);
  }

  String table() {
    return "| operation | median of 5 calls over SOAP (least–most) | search alone, in the server | selects | rows read by scanning | rows sent |\n"
        + "|---|---|---|---|---|---|\n"
        + String.join("\n", rows)
        + "\n";
  }

  String plans() {
    return plans.toString();
  }

  private JsonObject analysis(String statement) throws SQLException {
    try (Connection administrator = StatementLog.connect(database);
        Statement analyze = administrator.createStatement();
        ResultSet found = analyze.executeQuery("analyze format=json " + statement)) {
      found.next();
      try (JsonReader reader = Json.createReader(new StringReader(found.getString(1)))) {
        return reader.readObject();
      }
    }
  }

  private static String milliseconds(JsonObject analysis) {
    double total =
        analysis.getJsonObject("query_block").getJsonNumber("r_total_time_ms").doubleValue();
    return String.format(Locale.ROOT, "%.1f", total);
  }

  /** Every table of the plan, in the order in which it is read. */
  private static void collect(JsonValue value, List<String> tables) {
    if (value instanceof JsonArray array) {
      array.forEach(item -> collect(item, tables));
    }
    if (value instanceof JsonObject object) {
      if (object.containsKey("table_name")) {
        tables.add(
            String.join(
                ";",
                object.getString("table_name"),
                object.getString("access_type"),
                number(object, "rows"),
                number(object, "r_rows"),
                number(object, "r_loops")));
      }
      object.values().forEach(item -> collect(item, tables));
    }
  }

  /** A dash for what the server leaves out, or null, because it never came to it. */
  private static String number(JsonObject object, String name) {
    return object.get(name) instanceof JsonNumber number
        ? Long.toString(Math.round(number.doubleValue()))
        : "–";
  }
}
