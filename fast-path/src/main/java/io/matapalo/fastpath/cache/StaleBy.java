package io.matapalo.fastpath.cache;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A table whose changes make a cache's entries stale. Immutable.
 *
 * @param table its name, with its schema before a dot where it is not the application's own
 * @param key the entry's key, with columns of the row in braces, such as <code>{id}</code>; empty:
 *     any change drops the whole cache
 */
public record StaleBy(String table, Optional<String> key) {

  private static final Pattern TABLE =
      Pattern.compile("[\\p{L}\\p{N}_$-]+(\\.[\\p{L}\\p{N}_$-]+)?");
  private static final Pattern KEY = Pattern.compile("([^{}]*\\{[\\p{L}\\p{N}_$]+})+[^{}]*");

  public StaleBy {
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException(
          "table must be the name of a table, such as event or shop.event, was " + table);
    }
    if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
      throw new IllegalArgumentException(
          "key must have columns of the row in braces, such as {id}, was "
              + key.get()
              + "; without key any change of the table drops the whole cache");
    }
  }
}
