package io.matapalo.perf.bench.report;

import io.matapalo.perf.bench.stats.WindowNumbers;
import java.util.ArrayList;
import java.util.List;

/** The report as plain text with aligned columns. Stateless. */
final class TextReport {
  private TextReport() {}

  static String of(Report report) {
    StringBuilder text = new StringBuilder();
    text.append(report.heading().title()).append("\n");
    text.append(report.heading().model()).append("\n\n");
    text.append(
            table(OperationTable.headings(report.stages()), OperationTable.rows(report.stages())))
        .append("\n");
    OperationTable.stages(report.stages()).forEach(line -> text.append(line).append("\n"));
    text.append("\nOutside the stages (not in the table above):\n");
    report.outside().forEach(window -> text.append(outside(window)).append("\n"));
    text.append("\n");
    report.heading().notes().forEach(note -> text.append("- ").append(note).append("\n"));
    text.append("\n");
    text.append(verdict(report));
    return text.toString();
  }

  private static String verdict(Report report) {
    if (report.problems().isEmpty()) {
      return "result: " + Outcomes.clean(report) + "\n";
    }
    StringBuilder text = new StringBuilder("result: NOT clean\n");
    report.problems().forEach(problem -> text.append("  ").append(problem).append("\n"));
    return text.toString();
  }

  private static String outside(WindowNumbers window) {
    return "  %-18s %5.0f s %6d requests, %d 5xx, %d faults, %d other errors"
        .formatted(
            window.name(),
            window.seconds(),
            window.requests(),
            window.errors().serverErrors(),
            window.errors().faults(),
            window.errors().others());
  }

  private static String table(List<String> headings, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(headings);
    all.addAll(rows);
    StringBuilder text = new StringBuilder();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < headings.size(); column++) {
        line.append(column == 0 ? "" : "  ").append(cell(row.get(column), column, all));
      }
      text.append(line.toString().stripTrailing()).append("\n");
    }
    return text.toString();
  }

  private static String cell(String content, int column, List<List<String>> all) {
    int width = all.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    String padding = " ".repeat(width - content.length());
    return column < OperationTable.WORDS ? content + padding : padding + content;
  }
}
