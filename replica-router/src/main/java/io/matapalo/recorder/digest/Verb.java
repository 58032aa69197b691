package io.matapalo.recorder.digest;

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
    return new VerbScanner(sql).verb();
  }

  static Verb ofKeyword(String keyword) {
    return switch (keyword.toUpperCase(Locale.ROOT)) {
      case "SELECT" -> SELECT;
      case "INSERT", "REPLACE" -> INSERT;
      case "UPDATE" -> UPDATE;
      case "DELETE" -> DELETE;
      default -> OTHER;
    };
  }
}
