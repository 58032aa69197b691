package io.matapalo.fastpath.cache.staleness;

import io.matapalo.fastpath.cache.position.Position;
import java.util.List;

/**
 * What one transaction, or several in a row, have made stale. Immutable.
 *
 * @param transactions their identifiers alone
 * @param upTo the log's position after them: all that the log has told so far
 * @param stale what they changed, without repetitions; may be empty
 */
public record Invalidation(Position transactions, Position upTo, List<Stale> stale) {

  public Invalidation {
    stale = List.copyOf(stale);
  }
}
