package io.matapalo.perf.bench.report;

import io.matapalo.perf.bench.stats.OperationNumbers;
import io.matapalo.perf.bench.stats.SqlOnSide;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sentences that set the second stage against the first, operation by operation. Stateless. */
final class Comparison {
  private Comparison() {}

  static List<String> of(List<WindowNumbers> stages) {
    if (stages.size() < 2) {
      return List.of();
    }
    List<String> sentences = new ArrayList<>();
    for (OperationNumbers before : stages.getFirst().operations()) {
      stages.get(1).operations().stream()
          .filter(after -> after.operation().equals(before.operation()))
          .forEach(after -> sentences.add(sentence(before, after)));
    }
    return sentences;
  }

  private static String sentence(OperationNumbers before, OperationNumbers after) {
    return String.format(
        Locale.ROOT,
        "%s: p50 %s -> %s ms (%s), p95 %s -> %s ms (%s), SQL statements per request %s -> %s",
        before.operation(),
        StageTable.decimal(before.responseTime().p50Millis()),
        StageTable.decimal(after.responseTime().p50Millis()),
        medianFactor(before, after),
        StageTable.decimal(before.responseTime().p95Millis()),
        StageTable.decimal(after.responseTime().p95Millis()),
        factor(before.responseTime().p95Millis(), after.responseTime().p95Millis()),
        statements(before),
        statements(after));
  }

  /** How many times shorter the median became. */
  static String medianFactor(OperationNumbers before, OperationNumbers after) {
    return factor(before.responseTime().p50Millis(), after.responseTime().p50Millis());
  }

  private static String factor(double before, double after) {
    return after > 0 ? String.format(Locale.ROOT, "%.1fx", before / after) : "-";
  }

  private static String statements(OperationNumbers numbers) {
    return numbers
        .busiestSide()
        .map(SqlOnSide::statementsPerRequest)
        .map(StageTable::decimal)
        .orElse("?");
  }
}
