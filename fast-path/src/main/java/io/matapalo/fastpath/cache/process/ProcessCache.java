package io.matapalo.fastpath.cache.process;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.matapalo.fastpath.cache.Cache;
import io.matapalo.fastpath.cache.CacheCounts;
import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.LoadFailed;
import io.matapalo.fastpath.cache.Loaded;
import io.matapalo.fastpath.cache.Loader;
import io.matapalo.fastpath.cache.SingleFlight;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.pacing.Deadline;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One cache in this process's memory. Thread-safe; a hit allocates nothing.
 *
 * <p><b>The idea.</b> Caffeine is a map with eviction and nothing else: it never loads, because a
 * loading cache lets {@code invalidate} wait for the load, and stores what was read before.
 *
 * <p><b>A fill</b> takes a lease at the miss, then notes the key's floor, then loads. It is kept
 * only if the load's stamp contains the floor, and if the lease is still there when the entry is
 * put, under Caffeine's lock of the key. <b>A change</b> first raises the floor, then takes the
 * lease away, then removes the entry, and only then the log's position is published. So a load that
 * began before a change loses its lease or its entry, and a load that began after it knows the
 * floor, which it cannot pass while the change is not readable yet.
 *
 * <p><b>A drop of everything</b> begins a new {@link Generation}. Entries of an earlier one are
 * dead wherever they are, loads under way included.
 *
 * <p><b>A read</b> notes the log's position before it looks the entry up: the entry has survived
 * all changes up to there.
 */
final class ProcessCache<V> implements Cache<V> {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessCache.class);

  /** An early refresh is tried this often in an entry's life at most. */
  private static final int REFRESHES = 4;

  private final CachePolicy policy;
  private final CacheCounts counts;
  private final ReadRule rule;
  private final Refreshes refreshes;
  private final LongSupplier nanoTicker;
  private final com.github.benmanes.caffeine.cache.Cache<String, Entry<V>> entries;
  private final ConcurrentMap<String, Lease> leases = new ConcurrentHashMap<>();
  private final SingleFlight<Loaded<V>> flights = new SingleFlight<>();
  private final long refreshPauseNanos;

  /** Null until the log has told anything. */
  private volatile @Nullable Generation generation;

  ProcessCache(
      CachePolicy policy,
      CacheCounts counts,
      ReadRule rule,
      Refreshes refreshes,
      LongSupplier nanoTicker) {
    this.policy = policy;
    this.counts = counts;
    this.rule = rule;
    this.refreshes = refreshes;
    this.nanoTicker = nanoTicker;
    this.refreshPauseNanos = earlyNanos(policy) / REFRESHES;
    // Upkeep in the threads that read and write costs them little, and keeps the size exact.
    this.entries = Caffeine.newBuilder().maximumSize(policy.size()).executor(Runnable::run).build();
  }

  /** The right to keep what is loaded. It is compared by identity. */
  private static final class Lease {}

  @Override
  public Optional<V> get(String key, Deadline deadline, Loader<V> loader) {
    Position told = rule.told();
    Entry<V> entry = entries.getIfPresent(key);
    long now = nanoTicker.getAsLong();
    CacheEvent event = judge(entry, told, now);
    counts.count(event);
    if (event != CacheEvent.HIT || entry == null) {
      return load(key, deadline, loader);
    }
    if (entry.takesRefresh(now, refreshPauseNanos)) {
      refresh(key, loader);
    }
    return entry.value();
  }

  private CacheEvent judge(@Nullable Entry<V> entry, @Nullable Position told, long now) {
    if (told == null) {
      return CacheEvent.BYPASS_UNTOLD;
    }
    Generation current = generation;
    if (entry == null || current == null || !entry.isOf(current)) {
      return CacheEvent.MISS;
    }
    return entry.hasEnded(now) ? CacheEvent.EXPIRED : rule.judge(entry.stamp(), told);
  }

  /**
   * Another caller's load may have begun long before this one asked: then its stamp is judged as an
   * entry's. The second one cannot have begun before, so that only the session's view is in doubt.
   */
  private Optional<V> load(String key, Deadline deadline, Loader<V> loader) {
    try {
      SingleFlight.Shared<Loaded<V>> first =
          flights.share(key, deadline, () -> keptOrFetched(key, deadline, loader));
      if (!first.joined() || isNewEnough(first.value())) {
        return first.value().value();
      }
      counts.count(CacheEvent.JOINED_TOO_OLD);
      SingleFlight.Shared<Loaded<V>> second = share(key, deadline, loader);
      if (!second.joined() || rule.showsSession(second.value().stamp())) {
        return second.value().value();
      }
      counts.count(CacheEvent.JOINED_TOO_OLD);
      return SingleFlight.alone(key, () -> fetch(key, deadline, loader)).value();
    } catch (LoadFailed e) {
      counts.count(CacheEvent.LOAD_FAILED);
      throw e;
    }
  }

  /** A load that ended between this caller's miss and its own load has left an entry. */
  private Loaded<V> keptOrFetched(String key, Deadline deadline, Loader<V> loader)
      throws Exception {
    Position told = rule.told();
    Entry<V> entry = entries.getIfPresent(key);
    if (told != null
        && entry != null
        && judge(entry, told, nanoTicker.getAsLong()) == CacheEvent.HIT) {
      return new Loaded<>(entry.value(), Optional.of(told));
    }
    return fetch(key, deadline, loader);
  }

  private boolean isNewEnough(Loaded<V> loaded) {
    return rule.isWithinBound(loaded.stamp()) && rule.showsSession(loaded.stamp());
  }

  private SingleFlight.Shared<Loaded<V>> share(String key, Deadline deadline, Loader<V> loader) {
    return flights.share(key, deadline, () -> fetch(key, deadline, loader));
  }

  private Loaded<V> fetch(String key, Deadline deadline, Loader<V> loader) throws Exception {
    Generation begun = generation;
    if (begun == null) {
      return loader.load(key, deadline);
    }
    Lease lease = new Lease();
    leases.put(key, lease);
    try {
      Position floor = begun.floorOf(key);
      Loaded<V> loaded = loader.load(key, deadline);
      counts.count(keep(key, lease, loaded, begun, floor));
      return loaded;
    } finally {
      leases.remove(key, lease);
    }
  }

  private CacheEvent keep(
      String key, Lease lease, Loaded<V> loaded, Generation begun, Position floor) {
    Optional<Position> stamp = loaded.stamp();
    if (stamp.isEmpty()) {
      return CacheEvent.UNKEPT_STAMP;
    }
    if (!stamp.get().contains(floor)) {
      return CacheEvent.UNKEPT_FLOOR;
    }
    Entry<V> entry = entry(loaded.value(), stamp.get(), begun);
    Entry<V> next =
        entries.asMap().compute(key, (same, old) -> leases.remove(key, lease) ? entry : old);
    if (next != entry) {
      return CacheEvent.UNKEPT_LEASE;
    }
    return entry == null ? CacheEvent.UNKEPT_ABSENCE : CacheEvent.KEPT;
  }

  /** Null, which drops an older entry, for an absence that is not to be kept. */
  private @Nullable Entry<V> entry(Optional<V> value, Position stamp, Generation begun) {
    if (value.isEmpty() && policy.negativeLife().isZero()) {
      return null;
    }
    long now = nanoTicker.getAsLong();
    long end = now + (value.isPresent() ? policy.life() : policy.negativeLife()).toNanos();
    return new Entry<>(
        value, stamp, begun, end, value.isPresent() ? end - earlyNanos(policy) : end);
  }

  private static long earlyNanos(CachePolicy policy) {
    return (long) (policy.life().toNanos() * policy.earlyRefresh());
  }

  private void refresh(String key, Loader<V> loader) {
    boolean begun = refreshes.begin(deadline -> refreshNow(key, deadline, loader), nanoTicker);
    if (!begun) {
      counts.count(CacheEvent.REFRESH_REFUSED);
    }
  }

  private void refreshNow(String key, Deadline deadline, Loader<V> loader) {
    try {
      share(key, deadline, loader);
      counts.count(CacheEvent.REFRESHED);
    } catch (LoadFailed e) {
      counts.count(CacheEvent.REFRESH_FAILED);
      LOG.debug("an early refresh failed cache={} reason={}", policy.name(), e.toString());
    }
  }

  /** The log told that {@code key} is stale; {@code told} is its position after that. */
  void drop(String key, Position told) {
    Generation current = generation;
    if (current == null) {
      return;
    }
    current.raise(key, told);
    leases.remove(key);
    if (entries.asMap().remove(key) != null) {
      counts.count(CacheEvent.INVALIDATED);
    }
  }

  /** All entries are stale; {@code told} is the log's position after that. */
  void dropAll(Position told) {
    generation = new Generation(policy.size(), told);
    leases.clear();
    entries.invalidateAll();
    counts.count(CacheEvent.DROPPED);
  }
}
