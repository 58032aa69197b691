package io.matapalo.fastpath.cache.redis;

import io.matapalo.fastpath.cache.Cache;
import io.matapalo.fastpath.cache.CacheCounts;
import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.LoadFailed;
import io.matapalo.fastpath.cache.Loaded;
import io.matapalo.fastpath.cache.Loader;
import io.matapalo.fastpath.cache.SingleFlight;
import io.matapalo.fastpath.cache.ValueCodec;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One cache in a Redis. Thread-safe.
 *
 * <p><b>A read</b> gets value and fence in one command. The fence's position is all that this
 * partition of Redis has been told; an entry of the fence's epoch has survived all of it.
 *
 * <p><b>A fill</b> takes a lease, which answers the key's floor: the fence's position when the key
 * was first leased since it was last made stale. A load whose stamp does not contain the floor may
 * lack the change, and is not stored. Neither is one whose lease is gone: the invalidation of a key
 * deletes its lease with its value.
 *
 * <p><b>Without Redis</b>, or without a fence, callers load, one a key and process at a time.
 */
final class LeasedCache<V> implements Cache<V> {

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MOST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final CachePolicy policy;
  private final ValueCodec<V> codec;
  private final RedisEntries entries;
  private final CacheCounts counts;
  private final Judge<V> judge;
  private final Surroundings surroundings;
  private final SingleFlight<Loaded<V>> flights = new SingleFlight<>();

  LeasedCache(
      CachePolicy policy,
      ValueCodec<V> codec,
      RedisEntries entries,
      CacheCounts counts,
      Judge<V> judge,
      Surroundings surroundings) {
    this.policy = policy;
    this.codec = codec;
    this.entries = entries;
    this.counts = counts;
    this.judge = judge;
    this.surroundings = surroundings;
  }

  /** Where keys lie, when it is, and where early refreshes run. */
  interface Surroundings {

    Keys.Place place(String cache, String key);

    /** How long a caller waits for the load of another process. */
    Duration herd();

    long nowMillis();

    /** Runs it in the background unless that is under way or the room for it is full. */
    void refresh(Keys.Place place, Refresh refresh);
  }

  /** Loads an entry anew. */
  @FunctionalInterface
  interface Refresh {

    /** Whether there is a new entry. */
    boolean run(Deadline deadline);
  }

  @Override
  public Optional<V> get(String key, Deadline deadline, Loader<V> loader) {
    Keys.Place place = surroundings.place(policy.name(), key);
    RedisEntries.Look look = entries.look(place, deadline);
    Optional<Judge.Judged<V>> judged = judge.of(look);
    if (judged.isPresent()) {
      counts.count(judged.get().event());
      if (judged.get().isServed()) {
        refreshIfDue(place, look, loader);
        return judged.get().value();
      }
    } else {
      countMiss(look);
    }
    boolean isMissing = judged.isEmpty() && !(look instanceof RedisEntries.Look.Unusable);
    return load(new Load(place, deadline, loader, isMissing));
  }

  private void countMiss(RedisEntries.Look look) {
    switch (look) {
      case RedisEntries.Look.Missing(boolean isDamaged) ->
          counts.count(isDamaged ? CacheEvent.DAMAGED : CacheEvent.MISS);
      case RedisEntries.Look.Found _ -> counts.count(CacheEvent.DAMAGED);
      case RedisEntries.Look.Unusable _ -> {
        // Counted where it was found.
      }
    }
  }

  /** A key to load. */
  private final class Load {
    private final Keys.Place place;
    private final Deadline deadline;
    private final Loader<V> loader;
    private final boolean isMissing;

    /**
     * A load.
     *
     * @param isMissing no entry is there, so that the load is to be kept
     */
    Load(Keys.Place place, Deadline deadline, Loader<V> loader, boolean isMissing) {
      this.place = place;
      this.deadline = deadline;
      this.loader = loader;
      this.isMissing = isMissing;
    }

    private Loaded<V> run() throws Exception {
      return isMissing ? leased(place, deadline, loader) : loader.load(place.key(), deadline);
    }

    private SingleFlight.Shared<Loaded<V>> share() {
      return flights.share(place.key(), deadline, this::run);
    }
  }

  /**
   * Another caller's load may have begun long before this one asked: then its stamp is judged as an
   * entry's. The second one cannot have begun before, so that only the session's view is in doubt.
   */
  private Optional<V> load(Load load) {
    try {
      SingleFlight.Shared<Loaded<V>> first = load.share();
      if (!first.joined() || judge.isNewEnough(first.value())) {
        return first.value().value();
      }
      counts.count(CacheEvent.JOINED_TOO_OLD);
      SingleFlight.Shared<Loaded<V>> second = load.share();
      if (!second.joined() || judge.showsSession(second.value().stamp())) {
        return second.value().value();
      }
      counts.count(CacheEvent.JOINED_TOO_OLD);
      return SingleFlight.alone(
              load.place.key(), () -> load.loader.load(load.place.key(), load.deadline))
          .value();
    } catch (LoadFailed e) {
      counts.count(CacheEvent.LOAD_FAILED);
      throw e;
    }
  }

  /**
   * Loads under a lease, or waits for whoever has it. After the herd limit it loads without a
   * lease, since the other process may have died.
   */
  private Loaded<V> leased(Keys.Place place, Deadline deadline, Loader<V> loader) throws Exception {
    Duration begun = deadline.remaining();
    Duration patience = Collections.min(List.of(begun.dividedBy(2), surroundings.herd()));
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      switch (entries.lease(place, deadline)) {
        case RedisEntries.Lease.Granted granted -> {
          return loadFor(granted, deadline, loader);
        }
        case RedisEntries.Lease.Refused _ -> {
          return loader.load(place.key(), deadline);
        }
        case RedisEntries.Lease.Held(RedisEntries.Look look) -> {
          Optional<Judge.Judged<V>> judged = judge.of(look).filter(Judge.Judged::isServed);
          if (judged.isPresent()) {
            counts.count(CacheEvent.AWAITED);
            return served(judged.get());
          }
          if (begun.minus(deadline.remaining()).compareTo(patience) >= 0) {
            return loader.load(place.key(), deadline);
          }
        }
      }
      pause(pause);
      pause = Math.min(2 * pause, MOST_PAUSE_NANOS);
    }
  }

  private Loaded<V> loadFor(RedisEntries.Lease.Granted lease, Deadline deadline, Loader<V> loader)
      throws Exception {
    boolean kept = false;
    try {
      Optional<Judge.Judged<V>> judged = judge.of(lease.look()).filter(Judge.Judged::isServed);
      if (judged.isPresent()) {
        return served(judged.get());
      }
      Loaded<V> loaded = loader.load(lease.place().key(), deadline);
      CacheEvent event = keep(lease, loaded, deadline);
      counts.count(event);
      kept = event == CacheEvent.KEPT;
      return loaded;
    } finally {
      if (!kept) {
        entries.release(lease);
      }
    }
  }

  /** An entry that was served shows all that its fence was told. */
  private static <V> Loaded<V> served(Judge.Judged<V> judged) {
    return new Loaded<>(judged.value(), Optional.of(judged.told()));
  }

  private CacheEvent keep(RedisEntries.Lease.Granted lease, Loaded<V> loaded, Deadline deadline) {
    Optional<Position> stamp = loaded.stamp();
    if (stamp.isEmpty()) {
      return CacheEvent.UNKEPT_STAMP;
    }
    if (!stamp.get().contains(lease.floor())) {
      return CacheEvent.UNKEPT_FLOOR;
    }
    Duration life = life(loaded.value().isPresent());
    if (life.isZero()) {
      return CacheEvent.UNKEPT_ABSENCE;
    }
    Entry entry =
        new Entry(
            lease.tag(),
            codec.version(),
            surroundings.nowMillis(),
            stamp.get().text(),
            loaded.value().map(codec::write));
    return entries.fill(lease, entry, life, deadline) ? CacheEvent.KEPT : CacheEvent.UNKEPT_LEASE;
  }

  private Duration life(boolean isThere) {
    return isThere ? policy.life() : policy.negativeLife();
  }

  private void refreshIfDue(Keys.Place place, RedisEntries.Look look, Loader<V> loader) {
    if (policy.earlyRefresh() > 0 && isDue(look)) {
      surroundings.refresh(place, deadline -> refresh(place, deadline, loader));
    }
  }

  private boolean isDue(RedisEntries.Look look) {
    if (!(look instanceof RedisEntries.Look.Found(Entry entry, _))) {
      return true;
    }
    double life = life(entry.value().isPresent()).toMillis();
    long age = surroundings.nowMillis() - entry.filledAtMillis();
    return age >= life * (1 - policy.earlyRefresh());
  }

  private boolean refresh(Keys.Place place, Deadline deadline, Loader<V> loader) {
    if (!(entries.lease(place, deadline) instanceof RedisEntries.Lease.Granted lease)) {
      return false;
    }
    boolean kept = false;
    try {
      if (!isDue(lease.look())) {
        // Another process was faster.
        return true;
      }
      Loaded<V> loaded = SingleFlight.alone(place.key(), () -> loader.load(place.key(), deadline));
      kept = keep(lease, loaded, deadline) == CacheEvent.KEPT;
      counts.count(kept ? CacheEvent.REFRESHED : CacheEvent.REFRESH_FAILED);
      return kept;
    } catch (LoadFailed e) {
      counts.count(CacheEvent.REFRESH_FAILED);
      return false;
    } finally {
      if (!kept) {
        entries.release(lease);
      }
    }
  }

  private static void pause(long nanos) throws InterruptedException {
    boolean _ = new Semaphore(0).tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }
}
