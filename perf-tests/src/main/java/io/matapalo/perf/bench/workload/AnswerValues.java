package io.matapalo.perf.bench.workload;

import java.util.Optional;

/** Finds the text of an element in an answer by a byte search, without parsing. Stateless. */
final class AnswerValues {
  private AnswerValues() {}

  /**
   * The text of the first element with this local name; nothing if it is missing or has children.
   */
  static Optional<String> textOf(String localName, String body) {
    int from = 0;
    while (true) {
      int name = body.indexOf(localName, from);
      if (name < 1) {
        return Optional.empty();
      }
      int after = name + localName.length();
      if (opensElement(body, name) && after < body.length() && body.charAt(after) == '>') {
        int end = body.indexOf('<', after);
        return end < 0 ? Optional.empty() : Optional.of(body.substring(after + 1, end).strip());
      }
      from = after;
    }
  }

  private static boolean opensElement(String body, int name) {
    int open = body.lastIndexOf('<', name);
    if (open < 0 || body.startsWith("</", open)) {
      return false;
    }
    String before = body.substring(open + 1, name);
    return before.isEmpty() || (before.endsWith(":") && before.indexOf(' ') < 0);
  }
}
