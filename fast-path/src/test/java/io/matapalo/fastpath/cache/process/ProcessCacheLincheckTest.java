package io.matapalo.fastpath.cache.process;

import io.matapalo.fastpath.cache.Cache;
import io.matapalo.fastpath.cache.CacheCounts;
import io.matapalo.fastpath.cache.Loaded;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * In every interleaving of readers and the log, no answer that comes of the cache or of another
 * caller's load is older than what its session has seen, which is all that the log had told,
 * although a change is told before it is readable.
 */
@Tag("concurrency")
public class ProcessCacheLincheckTest {

  private static final Deadline FAR = Deadline.after(Duration.ofDays(1), () -> 0L);
  private static final String KEY = "a";

  private final ProcessCaches caches =
      new ProcessCaches(
          this::toldSoFar,
          position -> true,
          new Refreshes(Runnable::run, Duration.ofSeconds(1)),
          () -> 0L);
  private final Cache<Integer> cache =
      caches.open(
          Shop.policy(Shop.CACHE, Duration.ofHours(1), Duration.ZERO, 10),
          new NoText(),
          new CacheCounts());

  /** What the cache was told of this thread's session. */
  private final ThreadLocal<Integer> seen = ThreadLocal.withInitial(() -> 0);

  private final AtomicInteger told = new AtomicInteger();
  private final AtomicInteger shown = new AtomicInteger();

  public ProcessCacheLincheckTest() {
    caches.dropAll(new UpTo(0), "as planned");
  }

  /** All transactions up to a number. */
  private record UpTo(int number) implements Position {

    @Override
    public boolean contains(Position other) {
      return number >= ((UpTo) other).number;
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

  /** A session has seen all that the log has told when the cache asks. */
  private Optional<Position> toldSoFar() {
    Optional<Position> told = caches.toldUpTo();
    told.ifPresent(position -> seen.set(((UpTo) position).number()));
    return told;
  }

  @Operation
  public String get() {
    seen.set(((UpTo) caches.toldUpTo().orElseThrow()).number());
    boolean[] own = new boolean[1];
    int value =
        cache
            .get(
                KEY,
                FAR,
                (key, deadline) -> {
                  own[0] = true;
                  int read = shown.get();
                  return new Loaded<>(Optional.of(read), Optional.of(new UpTo(read)));
                })
            .orElseThrow();
    int least = seen.get();
    return own[0] || value >= least ? "new enough" : value + " where " + least + " was seen";
  }

  @Operation(nonParallelGroup = "log")
  public void tell() {
    UpTo next = new UpTo(told.incrementAndGet());
    caches.apply(new Invalidation(next, next, List.of(new Stale.Entry(Shop.CACHE, KEY))));
  }

  @Operation(nonParallelGroup = "log")
  public void show() {
    shown.set(told.get());
  }

  @Operation(nonParallelGroup = "log")
  public void dropAll() {
    caches.dropAll(new UpTo(told.incrementAndGet()), "as planned");
  }

  @Test
  void noAnswerOfTheCacheIsOlderThanWhatWasTold() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(1)
        .iterations(6)
        .invocationsPerIteration(300)
        .check(ProcessCacheLincheckTest.class);
  }
}
