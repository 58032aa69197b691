package io.matapalo.fastpath.cache.redis;

import io.matapalo.fastpath.cache.Cache;
import io.matapalo.fastpath.cache.CacheCounts;
import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.CacheStore;
import io.matapalo.fastpath.cache.ValueCodec;
import io.matapalo.fastpath.cache.position.Positions;
import io.matapalo.fastpath.cache.position.SessionPosition;
import io.matapalo.fastpath.cache.staleness.InvalidationTarget;
import io.matapalo.fastpath.cache.staleness.StalenessBound;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The caches of a scope whose values lie in one Redis, and what the log's reader tells about them.
 * Thread-safe.
 */
public final class RedisCaches implements CacheStore, AutoCloseable {

  private static final int REFRESHES = 16;

  private final RedisCommands commands;
  private final Keys keys;
  private final Settings settings;
  private final Database database;
  private final Time time;
  private final FencePump pump;
  private final Set<String> names;
  private final Map<String, CacheCounts> opened = new ConcurrentHashMap<>();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore refreshes = new Semaphore(REFRESHES);
  private final Set<String> refreshing = ConcurrentHashMap.newKeySet();

  /**
   * The caches of these policies.
   *
   * @param policies all caches of this Redis, and no others: what their entries depend on is part
   *     of their names in Redis
   * @param database that its values come from
   */
  public RedisCaches(
      RedisLink link,
      Settings settings,
      List<CachePolicy> policies,
      Database database,
      Time time,
      Counters counters) {
    this.settings = settings;
    this.database = database;
    this.time = time;
    this.keys = Keys.of(settings.namespace(), settings.partitions(), policies);
    this.names = policies.stream().map(CachePolicy::name).collect(Collectors.toUnmodifiableSet());
    this.commands =
        new RedisCommands(
            link, settings.readTimeout(), settings.rest(), time.nanoTicker(), counters);
    this.pump = new FencePump(link, commands, keys, settings.rest(), new Kept(counters));
    pump.start();
  }

  /**
   * How a Redis is used.
   *
   * @param namespace before each key: 1 to 40 of a-z 0-9 and hyphen
   * @param partitions groups of keys that lie in one slot each; 1, but 16 for a cluster
   * @param readTimeout how long one command may take
   * @param rest how long Redis is left alone after trouble, and how often its fence is looked at
   * @param herd how long one process' lease keeps others from loading the same key
   * @param longestLoad how long a load may take; leases and floors live twice as long
   */
  public record Settings(
      String namespace,
      int partitions,
      Duration readTimeout,
      Duration rest,
      Duration herd,
      Duration longestLoad) {

    /** Times that suit loads of some milliseconds. */
    public static Settings of(String namespace, int partitions) {
      return new Settings(
          namespace,
          partitions,
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));
    }
  }

  /** What is known of the database. */
  public record Database(Positions positions, SessionPosition session, StalenessBound bound) {}

  /**
   * What time it is.
   *
   * @param clock for early refresh alone
   */
  public record Time(LongSupplier nanoTicker, InstantSource clock) {}

  @Override
  public <V> Cache<V> open(CachePolicy policy, ValueCodec<V> codec, CacheCounts counts) {
    if (!names.contains(policy.name())) {
      throw new IllegalArgumentException(
          "cache must be one of %s, was %s".formatted(names, policy.name()));
    }
    opened.put(policy.name(), counts);
    RedisEntries.LeaseTimes times =
        new RedisEntries.LeaseTimes(settings.herd(), settings.longestLoad().multipliedBy(2));
    RedisEntries entries =
        new RedisEntries(commands, keys.partitions(), database.positions(), counts, times);
    Judge<V> judge = new Judge<>(codec, database.positions(), database.session(), database.bound());
    return new LeasedCache<>(policy, codec, entries, counts, judge, new Here());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Nothing is kept until it has been told a position, be it by an invalidation without entries.
   */
  @Override
  public InvalidationTarget target() {
    return pump;
  }

  @Override
  public void close() {
    background.shutdownNow();
    pump.close();
  }

  private final class Kept implements FencePump.Kept {

    private final Counters counters;

    Kept(Counters counters) {
      this.counters = counters;
    }

    @Override
    public boolean has(String cache) {
      return names.contains(cache);
    }

    @Override
    public Optional<Fence> fence(byte[] bytes) {
      return Fence.parse(bytes, database.positions());
    }

    @Override
    public void onTrouble() {
      counters.count(EventCounter.INVALIDATION_TROUBLE);
    }

    @Override
    public void onDropAll() {
      opened.values().forEach(counts -> counts.count(CacheEvent.DROPPED));
    }
  }

  private final class Here implements LeasedCache.Surroundings {

    @Override
    public Keys.Place place(String cache, String key) {
      return keys.place(cache, key);
    }

    @Override
    public Duration herd() {
      return settings.herd();
    }

    @Override
    public long nowMillis() {
      return time.clock().millis();
    }

    @Override
    public void refresh(Keys.Place place, LeasedCache.Refresh refresh) {
      if (!refreshing.add(place.value())) {
        return;
      }
      if (!refreshes.tryAcquire()) {
        refreshing.remove(place.value());
        return;
      }
      try {
        background.execute(() -> refreshNow(place, refresh));
      } catch (RejectedExecutionException e) {
        // Closed: entries are no longer loaded anew.
        refreshes.release();
      }
    }

    /** One that gave nothing is tried again after a rest, and not by the next hit. */
    private void refreshNow(Keys.Place place, LeasedCache.Refresh refresh) {
      try {
        if (!refresh.run(Deadline.after(settings.longestLoad(), time.nanoTicker()))) {
          boolean _ = new Semaphore(0).tryAcquire(settings.rest().toNanos(), TimeUnit.NANOSECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        refreshes.release();
        refreshing.remove(place.value());
      }
    }
  }
}
