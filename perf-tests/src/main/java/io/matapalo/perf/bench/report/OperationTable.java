package io.matapalo.perf.bench.report;

import io.matapalo.perf.bench.stats.Latency;
import io.matapalo.perf.bench.stats.OperationNumbers;
import io.matapalo.perf.bench.stats.SqlOnSide;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * One row an operation with its stages side by side, for a terminal: times in milliseconds, SQL
 * statements a request, how many times shorter the median of the second stage is. Stateless.
 */
final class OperationTable {
  /** Columns of words; the others are numbers. */
  static final int WORDS = 1;

  private OperationTable() {}

  static List<String> headings(List<WindowNumbers> stages) {
    List<String> headings = new ArrayList<>(List.of("operation", "requests"));
    for (WindowNumbers stage : stages) {
      headings.addAll(List.of(stage.name() + ": p50", "p95", "SQL"));
    }
    headings.addAll(List.of("p50 ratio", "5xx", "faults", "other"));
    return headings;
  }

  static List<List<String>> rows(List<WindowNumbers> stages) {
    return StageTable.operations(stages).stream().map(name -> row(name, stages)).toList();
  }

  /** Who answered how many requests of each stage, and whether its load was the one stated. */
  static List<String> stages(List<WindowNumbers> stages) {
    return stages.stream()
        .map(stage ->
            String.format(
                Locale.ROOT,
                "%s: %d requests, answered by %s; generator %s",
                stage.name(),
                stage.requests(),
                String.join(", ", answered(stage)),
                stage.generator().verdict()))
        .toList();
  }

  private static List<String> answered(WindowNumbers stage) {
    return stage.operations().stream()
        .flatMap(operation -> operation.busiestSide().stream())
        .map(SqlOnSide::side)
        .distinct()
        .toList();
  }

  private static List<String> row(String name, List<WindowNumbers> stages) {
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add(Long.toString(sum(name, stages, one -> one.rates().requests())));
    for (WindowNumbers stage : stages) {
      Optional<OperationNumbers> numbers = find(name, stage);
      cells.add(numbers.map(one -> percentile(one, 50)).orElse("-"));
      cells.add(numbers.map(one -> percentile(one, 95)).orElse("-"));
      cells.add(
          numbers
              .flatMap(OperationNumbers::busiestSide)
              .map(SqlOnSide::statementsPerRequest)
              .map(StageTable::decimal)
              .orElse("-"));
    }
    cells.add(ratio(name, stages));
    cells.add(Long.toString(sum(name, stages, one -> one.errors().serverErrors())));
    cells.add(Long.toString(sum(name, stages, one -> one.errors().faults())));
    cells.add(Long.toString(sum(name, stages, one -> one.errors().others())));
    return cells;
  }

  private static String percentile(OperationNumbers numbers, int percentile) {
    Latency times = numbers.responseTime();
    return StageTable.percentile(
        times, percentile, percentile == 50 ? times.p50Millis() : times.p95Millis());
  }

  private static String ratio(String name, List<WindowNumbers> stages) {
    if (stages.size() < 2) {
      return "-";
    }
    return find(name, stages.getFirst())
        .flatMap(before ->
            find(name, stages.get(1)).map(after -> Comparison.medianFactor(before, after)))
        .orElse("-");
  }

  private static long sum(
      String name, List<WindowNumbers> stages, ToLongFunction<OperationNumbers> count) {
    return stages.stream().flatMap(stage -> find(name, stage).stream()).mapToLong(count).sum();
  }

  private static Optional<OperationNumbers> find(String name, WindowNumbers stage) {
    return stage.operations().stream().filter(one -> one.operation().equals(name)).findFirst();
  }
}
