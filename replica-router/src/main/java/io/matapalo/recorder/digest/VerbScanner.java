package io.matapalo.recorder.digest;

/**
 * Finds the verb of a statement: skips white space, comments and leading parentheses, and for a
 * common table expression looks behind it. Confined to one call.
 */
final class VerbScanner {

  private final String sql;
  private int at;

  VerbScanner(String sql) {
    this.sql = sql;
  }

  Verb verb() {
    skipToWord();
    String first = word();
    if (!first.equalsIgnoreCase("WITH")) {
      return Verb.ofKeyword(first);
    }
    return verbAfterTableExpressions();
  }

  /** The first of the four verbs outside parentheses, quotes and comments. */
  private Verb verbAfterTableExpressions() {
    int depth = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (skipComment() || skipQuoted()) {
        continue;
      }
      if (isWordStart(c)) {
        Verb verb = Verb.ofKeyword(word());
        if (depth == 0 && verb != Verb.OTHER) {
          return verb;
        }
        continue;
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      at++;
    }
    return Verb.OTHER;
  }

  private void skipToWord() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c) || c == '(' || c == ';') {
        at++;
      } else if (!skipComment()) {
        return;
      }
    }
  }

  private boolean skipComment() {
    if (sql.startsWith("/*", at)) {
      int end = sql.indexOf("*/", at + 2);
      at = end < 0 ? sql.length() : end + 2;
      return true;
    }
    // MySQL manual, "Comments": two dashes need white space after them.
    boolean dashes =
        sql.startsWith("--", at)
            && (at + 2 == sql.length() || Character.isWhitespace(sql.charAt(at + 2)));
    if (dashes || sql.charAt(at) == '#') {
      int end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length() : end + 1;
      return true;
    }
    return false;
  }

  private boolean skipQuoted() {
    char quote = sql.charAt(at);
    if (quote != '\'' && quote != '"' && quote != '`') {
      return false;
    }
    at++;
    while (at < sql.length() && sql.charAt(at) != quote) {
      at += sql.charAt(at) == '\\' && quote != '`' ? 2 : 1;
    }
    at++;
    return true;
  }

  private String word() {
    int from = at;
    while (at < sql.length() && isWordPart(sql.charAt(at))) {
      at++;
    }
    return sql.substring(from, at);
  }

  private static boolean isWordStart(char c) {
    return Character.isLetter(c) || c == '_' || c == '@' || c == '$';
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || Character.isDigit(c);
  }
}
