package io.matapalo.perf.bench.report;

import io.matapalo.perf.bench.stats.Latency;
import io.matapalo.perf.bench.stats.OperationNumbers;
import io.matapalo.perf.bench.stats.SqlOnSide;
import io.matapalo.perf.bench.stats.StatementCounts;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** Every number of every stage as rows of cells, operation by operation. Stateless. */
final class StageTable {
  static final List<String> HEADINGS =
      List.of(
          "stage",
          "operation",
          "answered by",
          "requests",
          "offered/s",
          "achieved/s",
          "avg ms",
          "p50 ms",
          "p95 ms",
          "p99 ms",
          "5xx",
          "faults",
          "other",
          "SQL/req",
          "select",
          "insert",
          "update",
          "delete",
          "rest",
          "generator");

  /** Columns of words; the others are numbers. */
  static final int WORDS = 3;

  private StageTable() {}

  static List<List<String>> rows(List<WindowNumbers> stages) {
    List<List<String>> rows = new ArrayList<>();
    for (String name : operations(stages)) {
      for (WindowNumbers stage : stages) {
        stage.operations().stream()
            .filter(operation -> operation.operation().equals(name))
            .forEach(operation -> rows.add(row(stage, operation)));
      }
    }
    return rows;
  }

  /** The operations of all stages, by name. */
  static Set<String> operations(List<WindowNumbers> stages) {
    Set<String> names = new TreeSet<>();
    stages.forEach(stage -> stage.operations().forEach(one -> names.add(one.operation())));
    return names;
  }

  private static List<String> row(WindowNumbers stage, OperationNumbers numbers) {
    Latency times = numbers.responseTime();
    List<String> cells = new ArrayList<>();
    cells.add(stage.name());
    cells.add(numbers.operation());
    cells.add(numbers.busiestSide().map(SqlOnSide::side).orElse("?"));
    cells.add(Long.toString(numbers.rates().requests()));
    cells.add(decimal(numbers.rates().offeredPerSecond()));
    cells.add(decimal(numbers.rates().achievedPerSecond()));
    cells.add(decimal(times.averageMillis()));
    cells.add(percentile(times, 50, times.p50Millis()));
    cells.add(percentile(times, 95, times.p95Millis()));
    cells.add(percentile(times, 99, times.p99Millis()));
    cells.add(Long.toString(numbers.errors().serverErrors()));
    cells.add(Long.toString(numbers.errors().faults()));
    cells.add(Long.toString(numbers.errors().others()));
    cells.add(sql(numbers, StatementCounts::statements));
    cells.add(sql(numbers, StatementCounts::select));
    cells.add(sql(numbers, StatementCounts::insert));
    cells.add(sql(numbers, StatementCounts::update));
    cells.add(sql(numbers, StatementCounts::delete));
    cells.add(sql(numbers, StatementCounts::other));
    cells.add(stage.generator().verdict().name());
    return cells;
  }

  static String percentile(Latency times, double percentile, double millis) {
    return (times.isThin(percentile) ? "~" : "") + decimal(millis);
  }

  private static String sql(OperationNumbers numbers, ToLongFunction<StatementCounts> verb) {
    return numbers
        .busiestSide()
        .map(side -> decimal(side.perRequest(verb.applyAsLong(side.counts()))))
        .orElse("?");
  }

  static String decimal(double value) {
    return String.format(Locale.ROOT, value != 0 && Math.abs(value) < 1 ? "%.2f" : "%.1f", value);
  }
}
