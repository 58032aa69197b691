package io.matapalo.perf.launcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.matapalo.perf.bench.http.HttpFetch;
import io.matapalo.perf.bench.http.Sent;
import io.matapalo.perf.bench.stats.StatementCounts;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Reads the SQL recorder of one side: totals by operation since that side's start. Thread-safe. */
public record SqlCounters(String side, URI address, HttpFetch http) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The totals now. */
  public Map<String, StatementCounts> read() {
    return switch (http.get(address, LIMIT)) {
      case Sent.Answered answered when answered.response().status() == 200 ->
          parse(answered.response().bodyText());
      case Sent.Answered answered -> throw problem("answered " + answered.response().status());
      case Sent.Failed failed -> throw problem(failed.reason());
    };
  }

  static Map<String, StatementCounts> parse(String json) {
    try {
      Map<String, StatementCounts> counts = new HashMap<>();
      for (JsonNode operation : JSON.readTree(json).path("operations")) {
        counts.put(operation.path("operation").asText(), counts(operation));
      }
      return Map.copyOf(counts);
    } catch (JsonProcessingException e) {
      throw new DemoException("a SQL recorder's answer is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static StatementCounts counts(JsonNode operation) {
    JsonNode statements = operation.path("statements");
    return new StatementCounts(
        operation.path("requests").asLong(),
        statements.path("select").asLong(),
        statements.path("update").asLong(),
        statements.path("insert").asLong(),
        statements.path("delete").asLong(),
        statements.path("other").asLong(),
        operation.path("commits").asLong());
  }

  private DemoException problem(String what) {
    return new DemoException("the SQL recorder of %s at %s: %s".formatted(side, address, what));
  }
}
