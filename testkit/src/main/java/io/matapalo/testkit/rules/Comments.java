package io.matapalo.testkit.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the comments of a Java source, and in them marks for later without an issue number.
 * Stateless.
 */
final class Comments {
  // Longest first: a text block begins like a string, a string like nothing else.
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?s)\"\"\".*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*'|(//[^\n]*|/\\*.*?\\*/)");
  private static final Pattern MARK = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\s*\\(?#\\d+)");

  private Comments() {}

  /** The numbers of the lines, from 1, with a mark that names no issue such as {@code #12}. */
  static List<Integer> linesWithUnnumberedMarks(String source) {
    List<Integer> lines = new ArrayList<>();
    TOKEN
        .matcher(source)
        .results()
        .filter(token -> token.group(1) != null)
        .forEach(comment ->
            MARK.matcher(comment.group(1))
                .results()
                .forEach(mark -> lines.add(lineOf(source, comment.start(1) + mark.start()))));
    return lines;
  }

  private static int lineOf(String source, int position) {
    return 1 + (int) source.substring(0, position).chars().filter(c -> c == '\n').count();
  }
}
