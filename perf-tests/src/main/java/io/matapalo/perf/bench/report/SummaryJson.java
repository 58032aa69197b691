package io.matapalo.perf.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.matapalo.perf.bench.stats.ErrorCounts;
import io.matapalo.perf.bench.stats.Latency;
import io.matapalo.perf.bench.stats.OperationNumbers;
import io.matapalo.perf.bench.stats.SqlOnSide;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The report as {@code summary.json}; names say their unit. Stateless. */
final class SummaryJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private SummaryJson() {}

  static String of(Report report) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("title", report.heading().title());
    root.put("model", report.heading().model());
    root.put("success", report.problems().isEmpty());
    root.put("problems", report.problems());
    root.put("stages", report.stages().stream().map(SummaryJson::window).toList());
    root.put("outside", report.outside().stream().map(SummaryJson::window).toList());
    root.put("notes", report.heading().notes());
    root.put("environment", report.environment());
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of numbers and texts are always JSON", e);
    }
  }

  private static Map<String, Object> window(WindowNumbers window) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("name", window.name());
    node.put("seconds", rounded(window.seconds()));
    node.put("operations", window.operations().stream().map(SummaryJson::operation).toList());
    Map<String, Object> generator = new LinkedHashMap<>();
    generator.put("verdict", window.generator().verdict());
    generator.put("reason", window.generator().reason());
    generator.put("planned", window.generator().planned());
    generator.put("rejected", window.generator().rejected());
    generator.put("lateness", latency(window.generator().lateness()));
    node.put("generator", generator);
    return node;
  }

  private static Map<String, Object> operation(OperationNumbers numbers) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("operation", numbers.operation());
    node.put("answeredBy", numbers.busiestSide().map(SqlOnSide::side).orElse("unknown"));
    node.put("requests", numbers.rates().requests());
    node.put("offeredPerSecond", rounded(numbers.rates().offeredPerSecond()));
    node.put("achievedPerSecond", rounded(numbers.rates().achievedPerSecond()));
    node.put("responseTime", latency(numbers.responseTime()));
    node.put("serviceTime", latency(numbers.serviceTime()));
    node.put("errors", errors(numbers.errors()));
    node.put("sql", numbers.sql().stream().map(SummaryJson::sql).toList());
    return node;
  }

  private static Map<String, Object> latency(Latency latency) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("samples", latency.samples());
    node.put("averageMillis", rounded(latency.averageMillis()));
    node.put("p50Millis", rounded(latency.p50Millis()));
    node.put("p95Millis", rounded(latency.p95Millis()));
    node.put("p99Millis", rounded(latency.p99Millis()));
    node.put("p999Millis", rounded(latency.p999Millis()));
    node.put("maxMillis", rounded(latency.maxMillis()));
    node.put("thinPercentiles", thin(latency));
    return node;
  }

  private static List<String> thin(Latency latency) {
    return List.of(50.0, 95.0, 99.0, 99.9).stream()
        .filter(latency::isThin)
        .map(percentile -> "p" + String.valueOf(percentile).replace(".0", "").replace(".", ""))
        .toList();
  }

  private static Map<String, Object> errors(ErrorCounts errors) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("http5xx", errors.serverErrors());
    node.put("soapFaults", errors.faults());
    node.put("soapFaultsByCode", new TreeMap<>(errors.soapFaults()));
    node.put("http4xx", errors.clientErrors());
    node.put("connect", errors.transport().connects());
    node.put("timeout", errors.transport().timeouts());
    node.put("reset", errors.transport().resets());
    node.put("malformed", errors.transport().malformed());
    node.put("rejectedByGenerator", errors.rejectedByGenerator());
    return node;
  }

  private static Map<String, Object> sql(SqlOnSide sql) {
    Map<String, Object> perRequest = new LinkedHashMap<>();
    perRequest.put("select", rounded(sql.perRequest(sql.counts().select())));
    perRequest.put("update", rounded(sql.perRequest(sql.counts().update())));
    perRequest.put("insert", rounded(sql.perRequest(sql.counts().insert())));
    perRequest.put("delete", rounded(sql.perRequest(sql.counts().delete())));
    perRequest.put("other", rounded(sql.perRequest(sql.counts().other())));
    perRequest.put("total", rounded(sql.statementsPerRequest()));
    perRequest.put("commits", rounded(sql.perRequest(sql.counts().commits())));
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("side", sql.side());
    node.put("requests", sql.counts().requests());
    node.put("statements", sql.counts().statements());
    node.put("perRequest", perRequest);
    return node;
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
