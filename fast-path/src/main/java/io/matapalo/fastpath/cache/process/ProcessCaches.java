package io.matapalo.fastpath.cache.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.matapalo.fastpath.cache.Cache;
import io.matapalo.fastpath.cache.CacheCounts;
import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.CacheStore;
import io.matapalo.fastpath.cache.ValueCodec;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.SessionPosition;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.cache.staleness.InvalidationTarget;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.cache.staleness.StalenessBound;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The caches of the scope {@code process}, and what the log's reader tells them. Until it has told
 * something they keep nothing. Thread-safe.
 */
public final class ProcessCaches implements CacheStore, InvalidationTarget {

  private final ReadRule rule;
  private final Refreshes refreshes;
  private final LongSupplier nanoTicker;

  @GuardedBy("this")
  private final Map<String, ProcessCache<?>> caches = new HashMap<>();

  public ProcessCaches(
      SessionPosition session, StalenessBound bound, Refreshes refreshes, LongSupplier nanoTicker) {
    this.rule = new ReadRule(session, bound);
    this.refreshes = refreshes;
    this.nanoTicker = nanoTicker;
  }

  /** The codec is not used: values stay objects, which callers must not change. */
  @Override
  public synchronized <V> Cache<V> open(
      CachePolicy policy, ValueCodec<V> codec, CacheCounts counts) {
    ProcessCache<V> cache = new ProcessCache<>(policy, counts, rule, refreshes, nanoTicker);
    caches.put(policy.name(), cache);
    Position told = rule.told();
    if (told != null) {
      cache.dropAll(told);
    }
    return cache;
  }

  @Override
  public InvalidationTarget target() {
    return this;
  }

  @Override
  public Optional<Position> toldUpTo() {
    return Optional.ofNullable(rule.told());
  }

  /**
   * {@inheritDoc}
   *
   * <p>What is stale is dropped before the position is published, so that an entry has survived all
   * that a reader sees as told.
   */
  @Override
  public synchronized void apply(Invalidation invalidation) {
    Position told = rule.told();
    if (told == null) {
      dropEverything(invalidation.upTo());
      return;
    }
    Position next = joined(told, invalidation.upTo());
    for (Stale stale : invalidation.stale()) {
      ProcessCache<?> cache = caches.get(stale.cache());
      if (cache != null) {
        drop(cache, stale, next);
      }
    }
    rule.tell(next);
  }

  private static void drop(ProcessCache<?> cache, Stale stale, Position told) {
    switch (stale) {
      case Stale.Entry entry -> cache.drop(entry.key(), told);
      case Stale.Whole _ -> cache.dropAll(told);
    }
  }

  /** {@inheritDoc} The reader has logged the reason. */
  @Override
  public synchronized void dropAll(Position upTo, String reason) {
    dropEverything(upTo);
  }

  private synchronized void dropEverything(Position upTo) {
    caches.values().forEach(cache -> cache.dropAll(upTo));
    rule.tell(upTo);
  }

  /** The positions of a log grow, unless it is read again from an earlier place. */
  private static Position joined(Position told, Position upTo) {
    if (upTo.contains(told)) {
      return upTo;
    }
    return told.contains(upTo) ? told : told.union(upTo);
  }
}
