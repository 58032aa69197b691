package io.matapalo.fastpath.cache.process;

import io.matapalo.fastpath.cache.Cache;
import io.matapalo.fastpath.cache.CacheCounts;
import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.Loaded;
import io.matapalo.fastpath.cache.Scope;
import io.matapalo.fastpath.cache.StaleBy;
import io.matapalo.fastpath.cache.ValueCodec;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A cache of prices over a database that a test changes by hand: {@link #tell} lets the log tell a
 * change, {@link #show} makes it readable. Refreshes wait in {@link #background}.
 */
final class Shop {

  static final String CACHE = "prices";
  static final Duration LIFE = Duration.ofMinutes(10);
  static final Duration NEGATIVE_LIFE = Duration.ofSeconds(5);

  final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  final Queue<Runnable> background = new ArrayDeque<>();
  final CacheCounts counts = new CacheCounts();
  final AtomicInteger loads = new AtomicInteger();
  final ProcessCaches caches;
  final Cache<String> cache;

  /** What the session has seen. */
  Optional<Position> seen = Optional.empty();

  /** Whether the log is near enough to the database. */
  boolean near = true;

  /** Whether there is a thread for refreshes. */
  boolean room = true;

  private Transactions told = Transactions.of();
  private Transactions shown = Transactions.of();

  Shop() {
    this(LIFE, NEGATIVE_LIFE, 100);
  }

  Shop(Duration life, Duration negativeLife, int size) {
    Executor executor =
        task -> {
          if (!room) {
            throw new RejectedExecutionException("as planned");
          }
          background.add(task);
        };
    caches =
        new ProcessCaches(
            () -> seen,
            position -> near,
            new Refreshes(executor, Duration.ofSeconds(5)),
            nanos::get);
    cache = caches.open(policy(CACHE, life, negativeLife, size), new AsIs(), counts);
  }

  static CachePolicy policy(String name, Duration life, Duration negativeLife, int size) {
    List<StaleBy> staleBy = List.of(new StaleBy("price", Optional.of("{id}")));
    return new CachePolicy(name, Scope.PROCESS, size, life, negativeLife, 0.1, staleBy);
  }

  /** Text is text. */
  static final class AsIs implements ValueCodec<String> {
    @Override
    public String write(String value) {
      return value;
    }

    @Override
    public Optional<String> read(String text) {
      return Optional.of(text);
    }
  }

  Deadline deadline() {
    return Deadline.after(Duration.ofMinutes(1), nanos::get);
  }

  /** The value is what the database shows. */
  Loaded<String> load() {
    loads.incrementAndGet();
    return new Loaded<>(Optional.of(shown.text()), Optional.of(shown));
  }

  String get() {
    return get("a");
  }

  String get(String key) {
    return cache.get(key, deadline(), (same, deadline) -> load()).orElseThrow();
  }

  /** The log tells that a transaction made {@code key} stale. */
  void tell(int transaction, String key) {
    tell(transaction, List.of(new Stale.Entry(CACHE, key)));
  }

  void tell(int transaction, List<Stale> stale) {
    Transactions alone = Transactions.of(transaction);
    told = told.union(alone);
    caches.apply(new Invalidation(alone, told, stale));
  }

  /** A transaction becomes readable. */
  void show(int transaction) {
    shown = shown.union(Transactions.of(transaction));
  }

  /** As it is nearly always: told and readable. */
  void change(int transaction, String key) {
    show(transaction);
    tell(transaction, key);
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  long count(CacheEvent event) {
    return counts.valueOf(event);
  }
}
