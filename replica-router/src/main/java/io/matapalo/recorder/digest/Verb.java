package io.matapalo.recorder.digest;

import java.util.List;
import java.util.Locale;

/**
 * The kind of one SQL statement, as the recorder counts it. {@code REPLACE} counts as insert;
 * {@code CALL}, {@code SET}, {@code SHOW} and all that is not one of the four counts as other.
 */
public enum Verb {
  SELECT(0),
  INSERT(1),
  UPDATE(2),
  DELETE(3),
  OTHER(4);

  private final int place;

  Verb(int place) {
    this.place = place;
  }

  /** Its place among the counters, part of what copies of the recorder agree on. */
  public int place() {
    return place;
  }

  /** The name used in the recorder's JSON. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The verb of {@code sql}; its values are neither read further nor kept. */
  public static Verb of(String sql) {
    return of(new SqlScanner(sql, sql.length()).tokens());
  }

  /**
   * The first word behind parentheses. Of a common table expression, of MariaDB's {@code SET
   * STATEMENT … FOR} and of its {@code ANALYZE}, which runs what follows, it is the verb behind.
   */
  static Verb of(List<String> tokens) {
    int first = 0;
    while (first < tokens.size() && List.of("(", ";").contains(tokens.get(first))) {
      first++;
    }
    List<String> words = tokens.subList(first, tokens.size());
    if (words.isEmpty()) {
      return OTHER;
    }
    return switch (words.get(0)) {
      case "with" -> behindTableExpressions(words);
      case "set" -> words.size() > 1 && words.get(1).equals("statement") ? behindFor(words) : OTHER;
      case "analyze" -> analyzed(words);
      default -> ofKeyword(words.get(0));
    };
  }

  private static Verb behindTableExpressions(List<String> words) {
    int depth = 0;
    for (String word : words) {
      depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
      if (depth == 0 && ofKeyword(word) != OTHER) {
        return ofKeyword(word);
      }
    }
    return OTHER;
  }

  /** MariaDB documentation, "SET STATEMENT": the settings end with the word FOR. */
  private static Verb behindFor(List<String> words) {
    int end = words.indexOf("for");
    return end < 0 ? OTHER : of(words.subList(end + 1, words.size()));
  }

  /** MariaDB documentation, "ANALYZE Statement". {@code ANALYZE TABLE} collects statistics. */
  private static Verb analyzed(List<String> words) {
    boolean inFormat = words.size() > 4 && words.get(1).equals("format");
    List<String> rest = words.subList(inFormat ? 4 : 1, words.size());
    return rest.isEmpty() || rest.get(0).equals("table") ? OTHER : of(rest);
  }

  private static Verb ofKeyword(String keyword) {
    return switch (keyword) {
      case "select", "table", "values" -> SELECT;
      case "insert", "replace" -> INSERT;
      case "update" -> UPDATE;
      case "delete" -> DELETE;
      default -> OTHER;
    };
  }
}
