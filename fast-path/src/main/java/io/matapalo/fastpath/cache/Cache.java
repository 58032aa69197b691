package io.matapalo.fastpath.cache;

import io.matapalo.fastpath.pacing.Deadline;
import java.util.Optional;

/**
 * Values that are loaded from the database and kept until the database's log says that they are
 * stale. An answer shows at least what the caller's session has seen, and what the database held
 * before the staleness bound; where that cannot be shown, it is loaded. Thread-safe.
 */
public interface Cache<V> {

  /**
   * The value of {@code key}, kept or loaded; empty where the database has none. Blocks while it is
   * loaded, by this caller or another.
   *
   * @param key as the cache's key template makes it of a row
   * @throws LoadFailed when the load failed, or took longer than the deadline
   */
  Optional<V> get(String key, Deadline deadline, Loader<V> loader);
}
