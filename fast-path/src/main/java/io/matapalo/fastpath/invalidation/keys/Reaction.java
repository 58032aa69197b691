package io.matapalo.fastpath.invalidation.keys;

import java.util.Optional;
import java.util.Set;

/**
 * What a change of a table's row makes stale. Immutable.
 *
 * @param key empty: the whole cache
 */
record Reaction(String cache, Optional<KeyTemplate> key, Trigger trigger) {

  /** Which changes count. */
  sealed interface Trigger {}

  /** All. */
  record Any() implements Trigger {}

  /** That the row is deleted. */
  record Deleted() implements Trigger {}

  /** That one of these columns, in lower case, gets another value. */
  record Updated(Set<String> columns) implements Trigger {
    Updated {
      columns = Set.copyOf(columns);
    }
  }
}
