package io.matapalo.recorder.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.recorder.SqlRecorder;
import io.matapalo.recorder.counting.Execution;
import org.junit.jupiter.api.Test;

final class PrometheusTextTest {

  @Test
  void writesCountersByOperationAndVerb() throws Exception {
    SqlRecorder.record(
        "Prometheus.\"a\\b\"",
        () -> {
          for (int i = 0; i < 2; i++) {
            SqlRecorder.executed("delete from t", 0, Execution.Kind.FAILED, 0, 1_500_000_000L);
          }
          return "";
        });
    String operation = "{operation=\"Prometheus.\\\"a\\\\b\\\"\"";
    assertThat(SqlRecorder.prometheusText())
        .startsWith("# HELP matapalo_sql_statements_total Statements executed.\n# TYPE ")
        .contains("matapalo_sql_statements_total" + operation + ",verb=\"delete\"} 2\n")
        .contains("matapalo_sql_statements_total" + operation + ",verb=\"select\"} 0\n")
        .contains("matapalo_sql_requests_total" + operation + "} 1\n")
        .contains("matapalo_sql_failed_statements_total" + operation + "} 2\n")
        .contains("matapalo_sql_duplicates_total" + operation + "} 1\n")
        .contains("matapalo_sql_database_seconds_total" + operation + "} 3.0\n")
        .endsWith("\n");
  }

  @Test
  void namesEachFamilyOnce() {
    assertThat(SqlRecorder.prometheusText().lines().filter(line -> line.startsWith("# TYPE")))
        .doesNotHaveDuplicates()
        .allSatisfy(line -> assertThat(line).endsWith("_total counter"));
  }
}
