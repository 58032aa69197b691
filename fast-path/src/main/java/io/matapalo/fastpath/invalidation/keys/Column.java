package io.matapalo.fastpath.invalidation.keys;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A column as {@code information_schema} describes it. Immutable.
 *
 * @param type such as {@code bigint}, in lower case
 * @param unsigned of an integer: it holds no negative number
 * @param collation of text; empty for all else
 * @param padded whether the collation takes spaces at the end for nothing
 * @param virtual whether its value is computed at each read
 */
public record Column(
    String name,
    String type,
    boolean unsigned,
    Optional<String> collation,
    boolean padded,
    boolean virtual) {

  private static final Set<String> INTEGERS =
      Set.of("tinyint", "smallint", "mediumint", "int", "bigint");
  private static final Set<String> TEXTS = Set.of("char", "varchar");
  private static final Set<String> KEY_CHARACTERS = Set.of("utf8mb4", "utf8mb3", "utf8", "ascii");

  // The types of the binary log that a type of the schema may have; of others any.
  private static final Map<String, Set<Integer>> LOGGED =
      Map.ofEntries(
          Map.entry("tinyint", Set.of(1)),
          Map.entry("smallint", Set.of(2)),
          Map.entry("mediumint", Set.of(9)),
          Map.entry("int", Set.of(3)),
          Map.entry("bigint", Set.of(8)),
          Map.entry("float", Set.of(4)),
          Map.entry("double", Set.of(5)),
          Map.entry("decimal", Set.of(246)),
          Map.entry("date", Set.of(10, 14)),
          Map.entry("datetime", Set.of(12, 18)),
          Map.entry("timestamp", Set.of(7, 17)),
          Map.entry("time", Set.of(11, 19)),
          Map.entry("year", Set.of(13)),
          Map.entry("bit", Set.of(16)),
          Map.entry("char", Set.of(254)),
          Map.entry("binary", Set.of(254)),
          Map.entry("enum", Set.of(254)),
          Map.entry("set", Set.of(254)),
          Map.entry("varchar", Set.of(15)),
          Map.entry("varbinary", Set.of(15)),
          Map.entry("tinytext", Set.of(252)),
          Map.entry("text", Set.of(252)),
          Map.entry("mediumtext", Set.of(252)),
          Map.entry("longtext", Set.of(252)),
          Map.entry("tinyblob", Set.of(252)),
          Map.entry("blob", Set.of(252)),
          Map.entry("mediumblob", Set.of(252)),
          Map.entry("longblob", Set.of(252)));

  boolean mayBeLoggedAs(int loggedType) {
    Set<Integer> expected = LOGGED.get(type);
    return expected == null || expected.contains(loggedType);
  }

  /** How it is written in keys; empty where it cannot be. */
  Optional<KeyKind> kind() {
    if (whyNoKey().isPresent()) {
      return Optional.empty();
    }
    if (INTEGERS.contains(type)) {
      return Optional.of(unsigned ? KeyKind.UNSIGNED : KeyKind.SIGNED);
    }
    return Optional.of(padded ? KeyKind.PADDED_TEXT : KeyKind.TEXT);
  }

  /** Why it cannot be part of a key, and what to do; empty where it can. */
  Optional<String> whyNoKey() {
    if (virtual) {
      return Optional.of("is computed at each read and not in the log; make it STORED");
    }
    if (INTEGERS.contains(type)) {
      return Optional.empty();
    }
    if (!TEXTS.contains(type)) {
      return Optional.of(
          "is of type %s; keys have integers, CHAR and VARCHAR. Leave key out, so that any change"
                  .formatted(type)
              + " drops the whole cache");
    }
    String name = collation.orElse("");
    boolean binary = name.endsWith("_bin");
    if (!binary || !KEY_CHARACTERS.contains(name.substring(0, Math.max(0, name.indexOf('_'))))) {
      return Optional.of(
          ("has the collation %s, which takes different texts for equal; give it a collation of"
                  + " utf8mb4, utf8mb3 or ascii that ends with _bin, or leave key out")
              .formatted(name));
    }
    return Optional.empty();
  }
}
