package io.matapalo.fastpath.cache.staleness;

import io.matapalo.fastpath.cache.position.Position;
import java.util.Optional;

/**
 * Where entries are dropped: the caches of a process, or those in a Redis. Called in the log's
 * order by one thread at a time; returns at once, and keeps what it cannot drop at once in a
 * bounded queue, beyond which it drops everything.
 */
public interface InvalidationTarget {

  /**
   * The position from which it must be told; empty when it keeps nothing yet, so that any position
   * will do. Asked before the log is read; may block.
   */
  Optional<Position> toldUpTo();

  /** Drops what is stale. What was told already does no harm. */
  void apply(Invalidation invalidation);

  /**
   * Drops everything, because the log has a gap before {@code upTo}.
   *
   * @param reason for the log and the alarm
   */
  void dropAll(Position upTo, String reason);
}
