package io.matapalo.recorder.trace;

import io.matapalo.recorder.counting.UnitReport;
import io.matapalo.recorder.counting.UnitReport.RecordedStatement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Statements that a reader sees as one line of a report. Immutable. */
record RepeatGroup(List<RecordedStatement> statements) {

  RepeatGroup {
    statements = List.copyOf(statements);
  }

  /** Same digest, same values, more than once; the most frequent first. */
  static List<RepeatGroup> duplicates(UnitReport report) {
    return groups(report.statements(), one -> one.digest() + one.values()).stream()
        .filter(group -> group.executions() > 1)
        .toList();
  }

  /** Same digest, same call site, different values, not in a batch; the most frequent first. */
  static List<RepeatGroup> nPlusOne(UnitReport report) {
    List<RecordedStatement> alone =
        report.statements().stream().filter(one -> !one.inBatch()).toList();
    return groups(alone, one -> one.digest() + one.site()).stream()
        .filter(group -> group.distinctValues() > 1)
        .toList();
  }

  private static List<RepeatGroup> groups(
      List<RecordedStatement> statements, Function<RecordedStatement, String> key) {
    Map<String, List<RecordedStatement>> groups =
        statements.stream()
            .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    return groups.values().stream()
        .map(RepeatGroup::new)
        .sorted(Comparator.comparingInt(RepeatGroup::executions).reversed())
        .toList();
  }

  int executions() {
    return statements.size();
  }

  long distinctValues() {
    return statements.stream().map(RecordedStatement::values).distinct().count();
  }

  long nanos() {
    return statements.stream().mapToLong(RecordedStatement::nanos).sum();
  }

  String verb() {
    return statements.get(0).verb();
  }

  String sql() {
    return statements.get(0).sql();
  }

  /** Where they were run from, each place once. */
  List<String> sites() {
    return statements.stream().map(RecordedStatement::site).distinct().toList();
  }
}
