package io.matapalo.fastpath.cache.staleness;

import io.matapalo.fastpath.cache.position.Position;

/**
 * Says whether entries are new enough. Thread-safe.
 *
 * <p>It asks the database for its position now and then, and remembers when it did. An entry is new
 * enough where the log has told all that the database held before the bound.
 */
@FunctionalInterface
public interface StalenessBound {

  /**
   * Does {@code told} contain what the database held before the bound? No when that is not known.
   * Allocates nothing and never blocks.
   */
  boolean isCoveredBy(Position told);
}
