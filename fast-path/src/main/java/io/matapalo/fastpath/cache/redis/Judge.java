package io.matapalo.fastpath.cache.redis;

import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.Loaded;
import io.matapalo.fastpath.cache.ValueCodec;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.Positions;
import io.matapalo.fastpath.cache.position.SessionPosition;
import io.matapalo.fastpath.cache.staleness.StalenessBound;
import java.util.Optional;

/** Reads entries of one cache, and says which of them may be served. Thread-safe. */
final class Judge<V> {

  private final ValueCodec<V> codec;
  private final Positions positions;
  private final SessionPosition session;
  private final StalenessBound bound;

  Judge(ValueCodec<V> codec, Positions positions, SessionPosition session, StalenessBound bound) {
    this.codec = codec;
    this.positions = positions;
    this.session = session;
    this.bound = bound;
  }

  /**
   * What an entry holds, and whether it may be served.
   *
   * @param event a hit, or why it is none
   * @param told what the entry has survived
   */
  record Judged<V>(CacheEvent event, Optional<V> value, Position told) {

    boolean isServed() {
      return event == CacheEvent.HIT;
    }
  }

  /** Empty where there is no entry that this cache could have written. */
  Optional<Judged<V>> of(RedisEntries.Look look) {
    if (!(look instanceof RedisEntries.Look.Found(Entry entry, Fence fence))) {
      return Optional.empty();
    }
    Optional<V> value = entry.value().flatMap(codec::read);
    if (entry.version() != codec.version() || value.isPresent() != entry.value().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(new Judged<>(event(entry, fence.position()), value, fence.position()));
  }

  private CacheEvent event(Entry entry, Position told) {
    Optional<Position> seen = session.seen();
    if (seen.isPresent() && !told.contains(seen.get()) && !stampShows(entry, seen.get())) {
      return CacheEvent.BYPASS_SESSION;
    }
    return bound.isCoveredBy(told) ? CacheEvent.HIT : CacheEvent.BYPASS_BOUND;
  }

  /** Most entries need no look at their stamp, because the fence has been told enough. */
  private boolean stampShows(Entry entry, Position seen) {
    try {
      return positions.parse(entry.stamp()).contains(seen);
    } catch (IllegalArgumentException e) {
      // Of another database.
      return false;
    }
  }

  /** Does another caller's load show what this session has seen? */
  boolean showsSession(Optional<Position> stamp) {
    Optional<Position> seen = session.seen();
    return seen.isEmpty() || (stamp.isPresent() && stamp.get().contains(seen.get()));
  }

  /** Does another caller's load, which may have begun long ago, show enough? */
  boolean isNewEnough(Loaded<V> loaded) {
    Optional<Position> stamp = loaded.stamp();
    return stamp.isPresent() && bound.isCoveredBy(stamp.get()) && showsSession(stamp);
  }
}
