package io.matapalo.perf.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.matapalo.perf.bench.stats.ErrorCounts;
import io.matapalo.perf.bench.stats.GeneratorHealth;
import io.matapalo.perf.bench.stats.Latency;
import io.matapalo.perf.bench.stats.OperationNumbers;
import io.matapalo.perf.bench.stats.Rates;
import io.matapalo.perf.bench.stats.SqlOnSide;
import io.matapalo.perf.bench.stats.StatementCounts;
import io.matapalo.perf.bench.stats.TransportErrors;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
  @TempDir private Path folder;
  private String html = "";
  private JsonNode json = JsonMapper.builder().build().nullNode();

  private static WindowNumbers window(String name, double millis, SqlOnSide sql) {
    Latency times =
        new Latency(300, millis, millis, 2 * millis, 3 * millis, 4 * millis, 5 * millis);
    ErrorCounts errors =
        new ErrorCounts(Map.of("SOLD_OUT", 2L), 0, 0, new TransportErrors(0, 0, 0, 0), 0);
    OperationNumbers operation =
        new OperationNumbers(
            "Checkout.purchase", new Rates(300, 15, 14.9), times, times, errors, List.of(sql));
    return new WindowNumbers(
        name,
        20,
        List.of(operation),
        new GeneratorHealth(300, 0, new Latency(300, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)));
  }

  private static Report report() {
    SqlOnSide legacy =
        new SqlOnSide("legacy", new StatementCounts(300, 9_000, 900, 3_000, 0, 30, 300));
    SqlOnSide fast =
        new SqlOnSide("fast path", new StatementCounts(300, 900, 900, 1_800, 0, 0, 300));
    return new Report(
        new Report.Heading("Demo <of> a & b", "open loop, 20 requests/s", List.of("a note")),
        List.of(
            window("legacy", 60, legacy),
            window("fast path", 6, fast),
            window("rolled back", 61, legacy)),
        List.of(window("cut over", 30, legacy)),
        Map.of("commit", "abc", "database", "MariaDB 10.11"),
        List.of("stage x had no requests"));
  }

  @BeforeEach
  void write() throws IOException {
    ReportWriter.into(folder).write(report());
    html = Files.readString(folder.resolve("report.html"));
    json = JsonMapper.builder().build().readTree(folder.resolve("summary.json").toFile());
  }

  @Test
  void summaryHasEveryNumberWithItsUnit() {
    assertThat(json.path("stages")).hasSize(3);
    JsonNode stage = json.path("stages").get(1);
    assertThat(stage.path("name").asText()).isEqualTo("fast path");
    assertThat(stage.path("generator").path("verdict").asText()).isEqualTo("VALID");
    JsonNode operation = stage.path("operations").get(0);
    assertThat(operation.path("operation").asText()).isEqualTo("Checkout.purchase");
    assertThat(operation.path("answeredBy").asText()).isEqualTo("fast path");
    assertThat(operation.path("requests").asInt()).isEqualTo(300);
    assertThat(operation.path("offeredPerSecond").asDouble()).isEqualTo(15);
    assertThat(operation.path("achievedPerSecond").asDouble()).isEqualTo(14.9);
    assertThat(operation.path("responseTime").path("p95Millis").asDouble()).isEqualTo(12);
    assertThat(operation.path("responseTime").path("thinPercentiles")).hasSize(2);
    assertThat(operation.path("errors").path("http5xx").asInt(-1)).isZero();
    assertThat(operation.path("errors").path("soapFaultsByCode").path("SOLD_OUT").asInt())
        .isEqualTo(2);
    JsonNode perRequest = operation.path("sql").get(0).path("perRequest");
    assertThat(perRequest.path("total").asDouble()).isEqualTo(12);
    assertThat(perRequest.path("insert").asDouble()).isEqualTo(6);
  }

  @Test
  void summaryNamesWhatItWasMeasuredOnAndTheProblems() {
    assertThat(json.path("environment").path("database").asText()).isEqualTo("MariaDB 10.11");
    assertThat(json.path("success").asBoolean(true)).isFalse();
    assertThat(json.path("problems").get(0).asText()).contains("no requests");
    assertThat(json.path("outside").get(0).path("name").asText()).isEqualTo("cut over");
  }

  @Test
  void pageLoadsNothingAndEscapesItsTexts() {
    assertThat(html).doesNotContainPattern("(?i)(src|href|url\\(|@import|<script|<link|<iframe)");
    assertThat(html.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http://", "https://");
    assertThat(html).contains("Demo &lt;of&gt; a &amp; b").contains("<svg").contains("rolled back");
  }

  @Test
  void textIsAlignedAndComparesTheStages() {
    String text = ReportWriter.text(report());
    List<String> table =
        text.lines()
            .filter(line -> line.startsWith("Checkout.") || line.startsWith("operation "))
            .toList();
    assertThat(table).hasSize(2);
    assertThat(table).extracting(String::length).containsOnly(table.getFirst().length());
    assertThat(table.getFirst()).contains("legacy: p50", "fast path: p50", "rolled back: p50");
    assertThat(table.getLast()).contains("900", "60.0", "43.1", "12.0", "10.0x", "6");
    assertThat(text)
        .contains("fast path: 300 requests, answered by fast path; generator VALID")
        .contains("result: NOT clean");
    assertThat(html).as("a p99 of 300 samples").contains("~180.0");
  }
}
