package io.matapalo.fastpath.cache;

import io.matapalo.fastpath.cache.staleness.InvalidationTarget;

/** Opens the caches of one scope. Thread-safe. */
public interface CacheStore {

  /**
   * A cache that counts in {@code counts}. Called once for a name.
   *
   * @param codec writes and reads its values, where they leave the process
   */
  <V> Cache<V> open(CachePolicy policy, ValueCodec<V> codec, CacheCounts counts);

  /** What the log's reader tells about all caches of this scope. */
  InvalidationTarget target();
}
