package io.matapalo.perf.bench.report;

import io.matapalo.perf.bench.stats.OperationNumbers;
import io.matapalo.perf.bench.stats.SqlOnSide;
import io.matapalo.perf.bench.stats.WindowNumbers;
import java.util.ArrayList;
import java.util.List;

/** The report as one page that loads nothing: style and charts are in it. Stateless. */
final class HtmlReport {
  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:15px/1.5 system-ui,sans-serif;max-width:1400px;margin:2em auto;padding:0 1em}
      h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}
      .scroll{overflow-x:auto}
      table{border-collapse:collapse;font-size:12px;font-variant-numeric:tabular-nums;white-space:nowrap}
      th,td{padding:.25em .35em;text-align:right;border-bottom:1px solid #8886}
      th{border-bottom:2px solid #888}td.w,th.w{text-align:left}
      figure{margin:1.2em 0}figcaption{font-weight:600}
      svg{max-width:780px;width:100%;height:auto;font:12px system-ui,sans-serif}
      svg text{fill:currentColor}
      .c0{fill:#c2571a}.c1{fill:#2f7ed8}.c2{fill:#8a8a8a}
      .bad{border-left:4px solid #c0392b;padding-left:.8em}.good{border-left:4px solid #27803f;padding-left:.8em}
      """;

  private HtmlReport() {}

  static String of(Report report) {
    StringBuilder page = new StringBuilder();
    String title = Html.escaped(report.heading().title());
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
    page.append("<title>%s</title><style>%n%s</style></head><body>%n".formatted(title, STYLE));
    page.append(
        "<h1>%s</h1>%n<p>%s</p>%n".formatted(title, Html.escaped(report.heading().model())));
    page.append(verdict(report));
    page.append("<h2>Stages</h2>\n");
    page.append(table(StageTable.HEADINGS, StageTable.rows(report.stages())));
    page.append(list(Comparison.of(report.stages())));
    page.append("<h2>Response time from the intended start</h2>\n");
    page.append(timeCharts(report.stages()));
    page.append("<h2>SQL statements per request</h2>\n").append(sqlCharts(report.stages()));
    page.append("<h2>Outside the stages</h2>\n").append(outside(report.outside()));
    page.append("<h2>How to read this</h2>\n").append(list(report.heading().notes()));
    page.append("<h2>Measured on</h2>\n").append(environment(report));
    return page.append("</body></html>\n").toString();
  }

  private static String verdict(Report report) {
    if (report.problems().isEmpty()) {
      return "<p class=\"good\">Result: " + Html.escaped(Outcomes.clean(report)) + ".</p>\n";
    }
    return "<div class=\"bad\"><p>This run is not clean:</p>"
        + list(report.problems())
        + "</div>\n";
  }

  private static String table(List<String> headings, List<List<String>> rows) {
    StringBuilder table = new StringBuilder("<div class=\"scroll\"><table><thead><tr>");
    for (int column = 0; column < headings.size(); column++) {
      table.append(cell("th", column, headings.get(column)));
    }
    table.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      table.append("<tr>");
      for (int column = 0; column < row.size(); column++) {
        table.append(cell("td", column, row.get(column)));
      }
      table.append("</tr>\n");
    }
    return table.append("</tbody></table></div>\n").toString();
  }

  private static String cell(String tag, int column, String text) {
    String kind = column < StageTable.WORDS ? " class=\"w\"" : "";
    return "<%s%s>%s</%s>".formatted(tag, kind, Html.escaped(text), tag);
  }

  private static String timeCharts(List<WindowNumbers> stages) {
    StringBuilder charts = new StringBuilder();
    for (String operation : StageTable.operations(stages)) {
      List<BarChart.Bar> bars = new ArrayList<>();
      for (WindowNumbers stage : stages) {
        numbers(stage, operation)
            .forEach(one -> {
              bars.add(bar(stage, "p50", one, one.responseTime().p50Millis()));
              bars.add(bar(stage, "p95", one, one.responseTime().p95Millis()));
            });
      }
      charts.append(BarChart.of(operation + ", milliseconds", "ms", bars));
    }
    return charts.toString();
  }

  private static String sqlCharts(List<WindowNumbers> stages) {
    StringBuilder charts = new StringBuilder();
    for (String operation : StageTable.operations(stages)) {
      List<BarChart.Bar> bars = new ArrayList<>();
      for (WindowNumbers stage : stages) {
        numbers(stage, operation)
            .forEach(one ->
                one.busiestSide()
                    .map(SqlOnSide::statementsPerRequest)
                    .ifPresent(value -> bars.add(bar(stage, "SQL", one, value))));
      }
      charts.append(BarChart.of(operation + ", statements of every verb", "", bars));
    }
    return charts.toString();
  }

  private static BarChart.Bar bar(
      WindowNumbers stage, String what, OperationNumbers numbers, double value) {
    List<String> sides = numbers.sql().stream().map(SqlOnSide::side).toList();
    int colour = numbers.busiestSide().map(side -> sides.indexOf(side.side())).orElse(2);
    return new BarChart.Bar(stage.name() + " " + what, value, Math.min(colour, 2));
  }

  private static List<OperationNumbers> numbers(WindowNumbers stage, String operation) {
    return stage.operations().stream().filter(one -> one.operation().equals(operation)).toList();
  }

  private static String outside(List<WindowNumbers> windows) {
    List<String> headings =
        List.of("window", "", "", "seconds", "requests", "5xx", "faults", "other");
    List<List<String>> rows =
        windows.stream()
            .map(window ->
                List.of(
                    window.name(),
                    "",
                    "",
                    StageTable.decimal(window.seconds()),
                    Long.toString(window.requests()),
                    Long.toString(window.errors().serverErrors()),
                    Long.toString(window.errors().faults()),
                    Long.toString(window.errors().others())))
            .toList();
    return table(headings, rows);
  }

  private static String environment(Report report) {
    return list(
        report.environment().entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .toList());
  }

  private static String list(List<String> items) {
    StringBuilder list = new StringBuilder("<ul>");
    items.forEach(item -> list.append("<li>").append(Html.escaped(item)).append("</li>\n"));
    return list.append("</ul>\n").toString();
  }
}
