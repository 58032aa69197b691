package io.matapalo.fastpath.cache.redis;

import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.RedisConsole;
import io.matapalo.fastpath.cache.Cache;
import io.matapalo.fastpath.cache.CacheCounts;
import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.Loader;
import io.matapalo.fastpath.cache.Scope;
import io.matapalo.fastpath.cache.StaleBy;
import io.matapalo.fastpath.cache.ValueCodec;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.InvalidationTarget;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** One process with a cache in Redis, and a log that is told by hand; for tests. */
final class CacheProcess implements AutoCloseable {

  static final Duration SOON = Duration.ofMinutes(1);
  static final CachePolicy POLICY =
      new CachePolicy(
          FakeDatabase.CACHE,
          Scope.GLOBAL,
          100,
          Duration.ofMinutes(10),
          Duration.ofMinutes(1),
          0,
          List.of(new StaleBy("event", Optional.of("{id}"))));

  /** Its lease keeps others off longer than any test runs. */
  static final RedisCaches.Settings SETTINGS =
      new RedisCaches.Settings(
          "test",
          1,
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10));

  static final ValueCodec<String> CODEC =
      new ValueCodec<>() {
        @Override
        public String write(String value) {
          return "text " + value;
        }

        @Override
        public Optional<String> read(String text) {
          return Optional.of(text)
              .filter(whole -> whole.startsWith("text "))
              .map(whole -> whole.substring(5));
        }
      };

  final CacheCounts counts = new CacheCounts();
  final Counters counters = new Counters();
  final AtomicLong clockMillis = new AtomicLong(1_700_000_000_000L);
  private final AtomicLong stoppedAt = new AtomicLong();
  final Cache<String> cache;
  final InvalidationTarget target;
  private final RedisCaches caches;
  private final Runnable end;

  private CacheProcess(RedisCaches.Settings settings, Place place, CachePolicy policy) {
    this.end = place.end;
    this.caches =
        new RedisCaches(
            place.open,
            settings,
            List.of(policy),
            place.database,
            new RedisCaches.Time(
                () -> stoppedAt.get() == 0 ? System.nanoTime() : stoppedAt.get(),
                () -> Instant.ofEpochMilli(clockMillis.get())),
            counters);
    this.cache = caches.open(policy, CODEC, counts);
    this.target = caches.target();
  }

  private record Place(RedisLink open, Runnable end, RedisCaches.Database database) {}

  /** On a connection that others use too. */
  static CacheProcess on(
      RedisLink link, RedisCaches.Settings settings, CachePolicy policy, FakeDatabase database) {
    return new CacheProcess(settings, new Place(link, () -> {}, known(database)), policy);
  }

  /** With a connection of its own. */
  static CacheProcess of(
      RedisServers servers, RedisCaches.Settings settings, RedisCaches.Database database) {
    ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    RedisLink own =
        RedisLink.open(
            new RedisLink.Settings(servers, Duration.ofSeconds(2), Duration.ofMillis(100)),
            scheduler);
    Runnable end =
        () -> {
          own.close();
          scheduler.shutdownNow();
        };
    return new CacheProcess(settings, new Place(own, end, database), POLICY);
  }

  static RedisCaches.Database known(FakeDatabase database) {
    return new RedisCaches.Database(Numbers.POSITIONS, database, database);
  }

  /** As the log's reader begins: from what the target was told, or from here. */
  CacheProcess begin(FakeDatabase database) {
    if (target.toldUpTo().isEmpty()) {
      target.apply(database.next(List.of()));
    }
    return this;
  }

  Optional<String> get(String key, Loader<String> loader) {
    return cache.get(key, Deadline.after(SOON, System::nanoTime), loader);
  }

  /** From now on no rest of the cache ends. */
  void stopTime() {
    stoppedAt.set(System.nanoTime());
  }

  long counted(CacheEvent event) {
    return counts.valueOf(event);
  }

  long trouble() {
    return counters.valueOf(EventCounter.CACHE_TROUBLE);
  }

  /** Waits until the fence of the only partition stands there, at least. */
  static void awaitTold(RedisConsole console, Keys keys, Position position) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(5))
        .pollDelay(Duration.ZERO)
        .until(() ->
            Fence.parse(Fence.bytesOf(console.ask("GET", keys.fence(0))), Numbers.POSITIONS)
                .filter(fence -> fence.position().contains(position))
                .isPresent());
  }

  @Override
  public void close() {
    caches.close();
    end.run();
  }
}
