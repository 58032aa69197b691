package io.matapalo.fastpath.cache;

import io.matapalo.fastpath.pacing.Deadline;

/**
 * Reads one value from the database, in the thread of the caller or, for an early refresh, in
 * another one. It must keep the deadline by itself: nobody interrupts it.
 */
@FunctionalInterface
public interface Loader<V> {

  /**
   * Reads the value of {@code key} in a snapshot, with the snapshot's position.
   *
   * @throws Exception when the database gives none; the cache's callers get it as a {@link
   *     LoadFailed}'s cause
   */
  Loaded<V> load(String key, Deadline deadline) throws Exception;
}
