package io.matapalo.perf.launcher.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The table of all operations of all sides, worst first. Stateless. */
final class OverviewText {
  private record Line(String side, TracedOperation operation) {}

  private OverviewText() {}

  static List<String> lines(List<Recording> recordings, int top) {
    List<Line> all = new ArrayList<>();
    for (Recording recording : recordings) {
      recording.operations().forEach(one -> all.add(new Line(recording.side(), one)));
    }
    all.sort(Comparator.comparing(Line::operation, Recording.WORST_FIRST));
    if (all.isEmpty()) {
      return List.of("nothing is recorded yet: send a request and ask again");
    }
    TextTable table =
        new TextTable(
            2,
            "operation",
            "side",
            "requests",
            "statements",
            "SQL/req",
            "select",
            "insert",
            "update",
            "delete",
            "other",
            "distinct",
            "dup",
            "N+1",
            "rows",
            "DB ms",
            "outside ms");
    all.stream().limit(top).forEach(line -> row(table, line));
    List<String> lines = new ArrayList<>(table.lines());
    if (all.size() > top) {
      lines.add("… and %d more (--top N)".formatted(all.size() - top));
    }
    lines.add("");
    lines.add(
        "Worst first: most statements in all. From SQL/req on, averages per request, but distinct.");
    return lines;
  }

  private static void row(TextTable table, Line line) {
    TracedOperation one = line.operation();
    long requests = one.requests();
    table.row(
        one.operation(),
        line.side(),
        Long.toString(requests),
        Long.toString(one.allStatements()),
        Amount.each(one.allStatements(), requests),
        Amount.each(one.statements("select"), requests),
        Amount.each(one.statements("insert"), requests),
        Amount.each(one.statements("update"), requests),
        Amount.each(one.statements("delete"), requests),
        Amount.each(one.statements("other"), requests),
        Long.toString(one.distinctDigests()),
        Amount.each(one.duplicates(), requests),
        Amount.each(one.nPlusOne(), requests == 0 ? 0 : one.nPlusOneDivisor()),
        Amount.each(one.rowsRead() + one.rowsWritten(), requests),
        Amount.millisEach(one.databaseNanos(), requests),
        Amount.millisEach(Math.max(0, one.elapsedNanos() - one.databaseNanos()), requests));
  }
}
