package io.matapalo.fastpath.invalidation.keys;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of a child that the database changes by itself when a row of the parent is changed. The
 * engine does so without a word in the log. Immutable.
 *
 * @param childColumns in the order of {@code parentColumns}, which they refer to
 */
public record ForeignKey(
    TableName child,
    TableName parent,
    List<String> childColumns,
    List<String> parentColumns,
    Action onDelete,
    Action onUpdate) {

  public ForeignKey {
    childColumns = List.copyOf(childColumns);
    parentColumns = List.copyOf(parentColumns);
  }

  /** What becomes of the child's rows. */
  public enum Action {
    /** Nothing: the change of the parent is refused instead. */
    NONE,
    /** They are deleted, or get the parent's new value. */
    CASCADE,
    /** Their columns become NULL or get their default. */
    CLEAR;

    /** Of a rule's name in {@code information_schema}. */
    public static Action of(String rule) {
      return switch (rule) {
        case "CASCADE" -> CASCADE;
        case "SET NULL", "SET DEFAULT" -> CLEAR;
        default -> NONE;
      };
    }
  }

  public boolean acts() {
    return onDelete != Action.NONE || onUpdate != Action.NONE;
  }

  /** The parent's column for each of the child's, those in lower case. */
  Map<String, String> parentOfChild() {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < childColumns.size(); i++) {
      names.put(Words.lower(childColumns.get(i)), parentColumns.get(i));
    }
    return names;
  }
}
