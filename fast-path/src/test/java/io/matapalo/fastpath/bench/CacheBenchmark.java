package io.matapalo.fastpath.bench;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.matapalo.fastpath.cache.Cache;
import io.matapalo.fastpath.cache.CacheCounts;
import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.Loaded;
import io.matapalo.fastpath.cache.Loader;
import io.matapalo.fastpath.cache.Scope;
import io.matapalo.fastpath.cache.StaleBy;
import io.matapalo.fastpath.cache.ValueCodec;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.process.ProcessCaches;
import io.matapalo.fastpath.cache.process.Refreshes;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.cache.caffeine.CaffeineCache;

/**
 * Time and bytes of a hit: one of a thousand keys, one after the other. Spring's cache lies on a
 * Caffeine cache like the one that expires.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class CacheBenchmark {

  private static final int KEYS = 1_024;
  private static final int SIZE = 10_000;
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final String[] keys = new String[KEYS];
  private final com.github.benmanes.caffeine.cache.Cache<String, String> bare =
      Caffeine.newBuilder().maximumSize(SIZE).build();
  private final com.github.benmanes.caffeine.cache.Cache<String, String> expiring =
      Caffeine.newBuilder().maximumSize(SIZE).expireAfterWrite(LIFE).build();
  private final CaffeineCache spring =
      new CaffeineCache(
          "spring", Caffeine.newBuilder().maximumSize(SIZE).expireAfterWrite(LIFE).build());
  private final UpTo told = new UpTo(1);
  private final Cache<String> ours = ours(Optional.empty());
  private final Cache<String> oursInSession = ours(Optional.of(told));
  private final Deadline deadline = Deadline.after(Duration.ofHours(1), System::nanoTime);
  private final Loader<String> loader =
      (key, same) -> new Loaded<>(Optional.of(key), Optional.of(told));
  private int next;

  /** For JMH. */
  public CacheBenchmark() {}

  /** All transactions up to a number. */
  private record UpTo(int number) implements Position {
    @Override
    public boolean contains(Position other) {
      return other instanceof UpTo(int theirs) && number >= theirs;
    }

    @Override
    public Position union(Position other) {
      return contains(other) ? this : other;
    }

    @Override
    public String text() {
      return Integer.toString(number);
    }
  }

  /** Text is text. */
  private static final class AsIs implements ValueCodec<String> {
    @Override
    public String write(String value) {
      return value;
    }

    @Override
    public Optional<String> read(String text) {
      return Optional.of(text);
    }
  }

  private Cache<String> ours(Optional<Position> seen) {
    ProcessCaches caches =
        new ProcessCaches(
            () -> seen,
            position -> position.contains(told),
            new Refreshes(Runnable::run, Duration.ofSeconds(1)),
            System::nanoTime);
    caches.apply(new Invalidation(told, told, List.of()));
    List<StaleBy> staleBy = List.of(new StaleBy("event", Optional.of("{id}")));
    return caches.open(
        new CachePolicy("ours", Scope.PROCESS, SIZE, LIFE, LIFE, 0.1, staleBy),
        new AsIs(),
        new CacheCounts());
  }

  /** Fills all of them. */
  @Setup
  public void fill() {
    for (int i = 0; i < KEYS; i++) {
      keys[i] = "event-" + i;
      bare.put(keys[i], keys[i]);
      expiring.put(keys[i], keys[i]);
      spring.put(keys[i], keys[i]);
      ours.get(keys[i], deadline, loader);
      oursInSession.get(keys[i], deadline, loader);
    }
  }

  private String key() {
    next = (next + 1) % KEYS;
    return keys[next];
  }

  /** What a map with eviction costs. */
  @Benchmark
  public @Nullable Object caffeine() {
    return bare.getIfPresent(key());
  }

  /** The same with a life. */
  @Benchmark
  public @Nullable Object caffeineWithLife() {
    return expiring.getIfPresent(key());
  }

  /** The same behind Spring's interface. */
  @Benchmark
  public @Nullable Object springOverCaffeineWithLife() {
    return spring.get(key());
  }

  /** A session that has seen nothing. */
  @Benchmark
  public Object matapalo() {
    return ours.get(key(), deadline, loader);
  }

  /** A session that has seen what the log has told. */
  @Benchmark
  public Object matapaloInSession() {
    return oursInSession.get(key(), deadline, loader);
  }
}
