package io.matapalo.perf.bench.report;

import java.util.List;

/** A horizontal bar chart as inline SVG. Stateless. */
final class BarChart {
  /** One bar: its label, value, and the number of its colour. */
  record Bar(String label, double value, int colour) {}

  private static final int ROW = 24;
  private static final int LABEL_WIDTH = 250;
  private static final int BAR_WIDTH = 440;
  private static final int WIDTH = LABEL_WIDTH + BAR_WIDTH + 90;

  private BarChart() {}

  static String of(String title, String unit, List<Bar> bars) {
    double most = bars.stream().mapToDouble(Bar::value).max().orElse(0);
    int height = bars.size() * ROW + 8;
    StringBuilder svg = new StringBuilder();
    svg.append("<figure><figcaption>%s</figcaption>".formatted(Html.escaped(title)));
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, height, Html.escaped(title)));
    for (int i = 0; i < bars.size(); i++) {
      svg.append(bar(bars.get(i), i * ROW + 4, most, unit));
    }
    return svg.append("</svg></figure>\n").toString();
  }

  private static String bar(Bar bar, int top, double most, String unit) {
    long width = most == 0 ? 0 : Math.max(1, Math.round(bar.value() / most * BAR_WIDTH));
    return """
    <text x="%d" y="%d" text-anchor="end">%s</text><rect class="c%d" x="%d" y="%d" width="%d" height="%d" rx="2"/><text x="%d" y="%d">%s %s</text>
    """
        .formatted(
            LABEL_WIDTH - 8,
            top + 15,
            Html.escaped(bar.label()),
            bar.colour(),
            LABEL_WIDTH,
            top + 2,
            width,
            ROW - 6,
            LABEL_WIDTH + width + 6,
            top + 15,
            StageTable.decimal(bar.value()),
            Html.escaped(unit));
  }
}
