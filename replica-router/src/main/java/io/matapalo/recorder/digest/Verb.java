package io.matapalo.recorder.digest;

import java.util.Iterator;
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

  /** The first word behind parentheses; of a common table expression, the verb behind it. */
  static Verb of(List<String> tokens) {
    Iterator<String> words =
        tokens.stream().dropWhile(token -> token.equals("(") || token.equals(";")).iterator();
    String first = words.hasNext() ? words.next() : "";
    if (!first.equals("with")) {
      return ofKeyword(first);
    }
    int depth = 0;
    while (words.hasNext()) {
      String word = words.next();
      depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
      if (depth == 0 && ofKeyword(word) != OTHER) {
        return ofKeyword(word);
      }
    }
    return OTHER;
  }

  private static Verb ofKeyword(String keyword) {
    return switch (keyword) {
      case "select" -> SELECT;
      case "insert", "replace" -> INSERT;
      case "update" -> UPDATE;
      case "delete" -> DELETE;
      default -> OTHER;
    };
  }
}
