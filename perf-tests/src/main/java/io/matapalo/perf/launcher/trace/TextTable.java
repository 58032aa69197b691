package io.matapalo.perf.launcher.trace;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in columns as wide as their widest cell. Confined to one report. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final int leftAligned;
  private boolean lastIsText;

  /**
   * @param leftAligned how many columns, counted from the left, hold words instead of numbers
   */
  TextTable(int leftAligned, String... titles) {
    this.leftAligned = leftAligned;
    rows.add(List.of(titles));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** The lines, with the last column as text. */
  List<String> leftAlignLast() {
    lastIsText = true;
    return lines();
  }

  List<String> lines() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String gap = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? "" : "  ");
      boolean text = i < leftAligned || (lastIsText && i == widths.length - 1);
      line.append(text ? row.get(i) + gap : gap + row.get(i));
    }
    return line.toString().stripTrailing();
  }
}
