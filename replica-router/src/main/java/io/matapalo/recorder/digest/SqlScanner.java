package io.matapalo.recorder.digest;

import io.matapalo.jvm.KeyedHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a statement of MySQL or MariaDB into tokens, values replaced by {@code ?} and comments
 * left out. What the values were goes into a keyed hash only. Confined to one call.
 *
 * <p>Text in double quotes is taken as a value, a backslash in quotes as an escape: the servers'
 * default modes. A quote without its end makes the statement unreadable, rather than show a value.
 */
final class SqlScanner {

  static final String VALUE = "?";
  private static final List<String> OPERATORS =
      List.of("<=>", "->>", "<=", ">=", "<>", "!=", ":=", "->", "||", "&&", "<<", ">>");

  private final String sql;
  private final int end;
  private final List<String> tokens = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private final KeyedHash values = KeyedHash.start();
  private int at;
  private boolean anyValue;
  private boolean anyComment;
  private boolean inRunComment;
  private boolean lastWasText;
  private boolean readable = true;

  /** Reads at most {@code limit} characters. */
  SqlScanner(String sql, int limit) {
    this.sql = sql;
    this.end = Math.min(sql.length(), limit);
  }

  List<String> tokens() {
    while (at < end) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (!skipComment(c)) {
        int from = at;
        token(c);
        if (tokens.size() > starts.size()) {
          starts.add(from);
        }
      }
    }
    return tokens;
  }

  /** Where in the text each of {@link #tokens} begins. */
  List<Integer> starts() {
    return starts;
  }

  boolean hasValues() {
    return anyValue;
  }

  boolean hasComments() {
    return anyComment;
  }

  boolean isReadable() {
    return readable;
  }

  long valuesHash() {
    return anyValue ? values.end() : 0;
  }

  private void token(char c) {
    if (c == '\'' || c == '"') {
      text(c);
      return;
    }
    if (startsText(c)) {
      at++;
      text('\'');
      return;
    }
    lastWasText = false;
    if (c == '`') {
      int from = at;
      skipQuoted('`');
      tokens.add(sql.substring(from, Math.min(at, end)));
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)) && !lastIsName())) {
      number();
    } else if (isNamePart(c)) {
      int from = at;
      skipName();
      tokens.add(sql.substring(from, at).toLowerCase(Locale.ROOT));
    } else {
      operator();
    }
  }

  private boolean startsText(char c) {
    return "xXbBnN".indexOf(c) >= 0 && peek(1) == '\'';
  }

  /** A text; texts beside each other are one, as the server joins them. */
  private void text(char quote) {
    int from = at;
    skipQuoted(quote);
    values.add(sql.subSequence(from, Math.min(at, end)));
    anyValue = true;
    if (!lastWasText) {
      tokens.add(VALUE);
    }
    lastWasText = true;
  }

  private void skipQuoted(char quote) {
    at++;
    while (at < end) {
      char c = sql.charAt(at);
      if (c == '\\' && quote != '`') {
        at += 2;
      } else if (c != quote) {
        at++;
      } else if (peek(1) == quote) {
        at += 2;
      } else {
        at++;
        return;
      }
    }
    readable = false;
  }

  /** A number, or a name that begins with a digit. */
  private void number() {
    int from = at;
    boolean prefixed = sql.charAt(at) == '0' && "xXbB".indexOf(peek(1)) >= 0;
    at += prefixed ? 2 : 0;
    while (isDigit(peek(0)) || (prefixed && isHexDigit(peek(0)))) {
      at++;
    }
    int whole = at;
    if (!prefixed) {
      fractionAndExponent();
    }
    // Behind a point or an exponent a number has ended: what follows is a word of its own.
    if (at == whole && isNamePart(peek(0))) {
      skipName();
      tokens.add(sql.substring(from, at).toLowerCase(Locale.ROOT));
      return;
    }
    values.add(sql.subSequence(from, at));
    anyValue = true;
    tokens.add(VALUE);
  }

  private void fractionAndExponent() {
    if (peek(0) == '.') {
      at++;
      while (isDigit(peek(0))) {
        at++;
      }
    }
    boolean sign = peek(1) == '+' || peek(1) == '-';
    if ((peek(0) == 'e' || peek(0) == 'E') && isDigit(peek(sign ? 2 : 1))) {
      at += sign ? 2 : 1;
      while (isDigit(peek(0))) {
        at++;
      }
    }
  }

  private void operator() {
    for (String operator : OPERATORS) {
      if (sql.startsWith(operator, at)) {
        tokens.add(operator);
        at += operator.length();
        return;
      }
    }
    tokens.add(String.valueOf(sql.charAt(at)));
    at++;
  }

  private boolean skipComment(char c) {
    if (c == '/' && peek(1) == '*') {
      anyComment = true;
      skipBlockComment();
      return true;
    }
    // The end of a comment whose text the server runs.
    if (inRunComment && c == '*' && peek(1) == '/') {
      inRunComment = false;
      at += 2;
      return true;
    }
    // MySQL manual, "Comments": two dashes need white space after them.
    boolean dashes =
        c == '-' && peek(1) == '-' && (at + 2 >= end || Character.isWhitespace(peek(2)));
    if (!dashes && c != '#') {
      return false;
    }
    anyComment = true;
    int line = sql.indexOf('\n', at);
    at = line < 0 ? end : line + 1;
    return true;
  }

  /**
   * MySQL and MariaDB run the text of {@code /*!50000 … *}{@code /} and {@code /*M! … *}{@code /}.
   */
  private void skipBlockComment() {
    int mark = peek(2) == 'M' ? 3 : 2;
    if (peek(mark) == '!') {
      inRunComment = true;
      at += mark + 1;
      while (isDigit(peek(0))) {
        at++;
      }
      return;
    }
    int close = sql.indexOf("*/", at + 2);
    at = close < 0 ? end : close + 2;
  }

  private void skipName() {
    while (at < end && isNamePart(sql.charAt(at))) {
      at++;
    }
  }

  private boolean lastIsName() {
    if (tokens.isEmpty()) {
      return false;
    }
    char last = tokens.get(tokens.size() - 1).charAt(0);
    return last == '`' || isNamePart(last);
  }

  private char peek(int ahead) {
    return at + ahead < end ? sql.charAt(at + ahead) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHexDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@' || c >= 0x80;
  }
}
