package io.matapalo.testkit;

import java.util.regex.Pattern;

/**
 * Breaks the long lines of a Markdown page at its words, but those of tables and of code. Confined
 * to one thread.
 */
final class ProseLines {
  private static final int LINE = 120;
  private static final Pattern ITEM = Pattern.compile("(?:[-*+]|\\d+[.)]) +");

  private final StringBuilder page;
  private boolean fenced;

  /** Lines go to the end of a page. */
  ProseLines(StringBuilder page) {
    this.page = page;
  }

  void add(String line) {
    boolean fence = line.startsWith("```");
    fenced ^= fence;
    if (fence || fenced || line.startsWith("|") || line.startsWith("    ")) {
      page.append(line).append('\n');
    } else {
      addProse(line);
    }
  }

  private void addProse(String line) {
    String own = line.substring(0, line.length() - line.stripLeading().length());
    String indent = ITEM.matcher(line.stripLeading()).lookingAt() ? own + "  " : own;
    String rest = line;
    while (rest.length() > LINE && rest.lastIndexOf(' ', LINE) > indent.length()) {
      int end = rest.lastIndexOf(' ', LINE);
      page.append(rest, 0, end).append('\n');
      rest = indent + rest.substring(end + 1);
    }
    page.append(rest).append('\n');
  }
}
