package io.matapalo.perf.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/**
 * Finds the prose of one Markdown page that is hard to read at first sight: long lines, long
 * paragraphs and full table cells. Code blocks and the targets of links do not count. Confined to
 * one thread.
 */
final class MarkdownProse {
  private static final int LINE = 120;
  private static final int CELL = 120;
  private static final int PARAGRAPH = 80;

  private static final Pattern TARGET = Pattern.compile("]\\([^)]*\\)");
  private static final Pattern ITEM = Pattern.compile("^\\s*(?:[-*+]|\\d+[.)])\\s+");
  private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");

  private final String page;
  private final List<String> findings = new ArrayList<>();
  private final List<String> paragraph = new ArrayList<>();
  private int paragraphStart;
  private boolean fenced;
  private boolean afterBlank = true;

  private MarkdownProse(String page) {
    this.page = page;
  }

  /** One sentence for each finding: file, line, measure, and what to do. */
  static List<String> findings(String page, List<String> lines) {
    MarkdownProse prose = new MarkdownProse(page);
    for (int i = 0; i < lines.size(); i++) {
      prose.read(i + 1, lines.get(i));
    }
    prose.endParagraph();
    return List.copyOf(prose.findings);
  }

  private void read(int number, String line) {
    if (line.strip().startsWith("```")) {
      endParagraph();
      fenced = !fenced;
    } else if (line.isBlank()) {
      endParagraph();
      afterBlank = true;
    } else if (!fenced && !(afterBlank && line.startsWith("    "))) {
      afterBlank = false;
      readProse(number, TARGET.matcher(line).replaceAll("]"));
    }
  }

  private void readProse(int number, String line) {
    if (line.strip().startsWith("|")) {
      endParagraph();
      readRow(number, line.strip());
      return;
    }
    if (line.length() > LINE) {
      report(number, "a line of %d characters; break it before %d", line.length(), LINE + 1);
    }
    if (ITEM.matcher(line).find() || line.startsWith("#")) {
      endParagraph();
    }
    if (paragraph.isEmpty()) {
      paragraphStart = number;
    }
    paragraph.add(ITEM.matcher(line).replaceFirst(""));
    if (line.startsWith("#")) {
      endParagraph();
    }
  }

  private void readRow(int number, String row) {
    for (String cell : CELL_END.split(row, -1)) {
      if (cell.strip().length() > CELL) {
        report(
            number,
            "a table cell of %d characters, more than %d; move the rest below the table",
            cell.strip().length(),
            CELL);
      }
    }
  }

  private void endParagraph() {
    int words = new StringTokenizer(String.join(" ", paragraph)).countTokens();
    if (words > PARAGRAPH) {
      report(
          paragraphStart,
          "a paragraph of %d words, more than %d; make it a list, a picture or two paragraphs",
          words,
          PARAGRAPH);
    }
    paragraph.clear();
  }

  private void report(int line, String format, int measure, int limit) {
    findings.add(page + ":" + line + ": " + format.formatted(measure, limit));
  }
}
