package io.matapalo.fastpath.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.matapalo.fastpath.cache.CacheEvent;
import io.matapalo.fastpath.cache.Loaded;
import io.matapalo.fastpath.cache.Loader;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.position.SessionPosition;
import io.matapalo.fastpath.cache.staleness.Invalidation;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.cache.staleness.StalenessBound;
import io.matapalo.fastpath.pacing.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A writer, and readers in several processes that check each answer; for tests. The value of a row
 * is the number of its last transaction, and the log tells a transaction before or after it can be
 * read. An answer must hold what the database held before the bound, and what its session wrote.
 */
final class MixedLoad implements AutoCloseable {

  private static final int KEYS = 12;
  private static final int READS_A_WRITE = 10;
  private static final int STEP = 400;

  private final Rows rows = new Rows();
  private final List<CacheProcess> processes = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicLong reads = new AtomicLong();
  private final Random random;
  private volatile boolean ended;

  MixedLoad(long seed) {
    this.random = new Random(seed);
  }

  /** The rows, and what readers must see of them. Thread-safe. */
  static final class Rows implements StalenessBound, SessionPosition {

    private final List<Integer> keys = new ArrayList<>(List.of(-1));
    private int visible;
    private int older;
    private int required;
    private static final ThreadLocal<Integer> SEEN = ThreadLocal.withInitial(() -> 0);

    /** What the log says of the next transaction, which cannot be read yet. */
    private synchronized Invalidation log(int key) {
      keys.add(key);
      int number = keys.size() - 1;
      return new Invalidation(
          Numbers.of(number),
          Numbers.upTo(number),
          List.of(new Stale.Entry(FakeDatabase.CACHE, String.valueOf(key))));
    }

    private synchronized void show() {
      visible = keys.size() - 1;
    }

    /** Time passes: what could be read two of these steps ago is required. */
    private synchronized void pass() {
      required = older;
      older = visible;
    }

    private synchronized int required() {
      return Math.max(required, SEEN.get());
    }

    private synchronized int latest(int key, int upTo) {
      return IntStream.iterate(upTo, number -> number > 0, number -> number - 1)
          .filter(number -> keys.get(number) == key)
          .findFirst()
          .orElse(0);
    }

    private synchronized int visible() {
      return visible;
    }

    private Loader<String> loader() {
      return (key, _) -> {
        int shown = visible();
        int number = latest(Integer.parseInt(key), shown);
        // Others may write between the read and what is made of it.
        Thread.onSpinWait();
        return new Loaded<>(
            number == 0 ? Optional.empty() : Optional.of(String.valueOf(number)),
            Optional.of(Numbers.upTo(shown)));
      };
    }

    @Override
    public synchronized boolean isCoveredBy(Position told) {
      return told.contains(Numbers.upTo(required));
    }

    @Override
    public Optional<Position> seen() {
      return Optional.of(SEEN.get()).filter(number -> number > 0).map(Numbers::upTo);
    }
  }

  Rows rows() {
    return rows;
  }

  /** The processes are closed by the caller. */
  void start(List<CacheProcess> started) {
    processes.addAll(started);
    for (CacheProcess process : processes) {
      if (process.target.toldUpTo().isEmpty()) {
        process.target.apply(new Invalidation(Numbers.upTo(0), Numbers.upTo(0), List.of()));
      }
      for (int reader = 0; reader < 2; reader++) {
        long seed = random.nextLong();
        running.add(threads.submit(() -> read(process, new Random(seed))));
      }
    }
    long seed = random.nextLong();
    running.add(threads.submit(() -> write(new Random(seed))));
  }

  private void write(Random chance) {
    while (!ended) {
      long next = reads.get() + READS_A_WRITE;
      boolean visibleFirst = chance.nextBoolean();
      Invalidation logged = rows.log(chance.nextInt(KEYS));
      if (visibleFirst) {
        rows.show();
      }
      processes.forEach(process -> process.target.apply(logged));
      if (!visibleFirst) {
        Thread.onSpinWait();
        rows.show();
      }
      rows.pass();
      while (!ended && reads.get() < next) {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private void read(CacheProcess process, Random chance) {
    while (!ended) {
      int key = chance.nextInt(KEYS);
      boolean sawAll = chance.nextInt(10) == 0;
      Rows.SEEN.set(sawAll ? rows.visible() : 0);
      int least = rows.latest(key, rows.required());
      Optional<String> got =
          process.cache.get(
              String.valueOf(key),
              Deadline.after(CacheProcess.SOON, System::nanoTime),
              rows.loader());
      assertThat(got.map(Integer::parseInt).orElse(0))
          .as("key %d, session %s", key, sawAll)
          .isGreaterThanOrEqualTo(least);
      reads.incrementAndGet();
    }
  }

  /** Lets it run on; fails as soon as an answer was wrong. */
  void run() {
    long until = reads.get() + STEP;
    await().atMost(CacheProcess.SOON).until(() -> isHealthy() && reads.get() >= until);
  }

  /** Waits until each process is served from Redis again. */
  void awaitHits() {
    for (CacheProcess process : processes) {
      long before = process.counted(CacheEvent.HIT);
      await()
          .atMost(CacheProcess.SOON)
          .until(() -> isHealthy() && process.counted(CacheEvent.HIT) > before + 50);
    }
  }

  /** Once nobody writes, everybody gets the newest, and soon without a load. */
  void awaitQuiescence() throws Exception {
    ended = true;
    for (Future<?> each : running) {
      each.get();
    }
    rows.pass();
    rows.pass();
    for (CacheProcess process : processes) {
      for (int key = 0; key < KEYS; key++) {
        int number = key;
        await()
            .atMost(CacheProcess.SOON)
            .until(() -> {
              long hits = process.counted(CacheEvent.HIT);
              String value = get(process, number);
              assertThat(Integer.parseInt(value)).isEqualTo(rows.latest(number, rows.visible()));
              return process.counted(CacheEvent.HIT) > hits;
            });
      }
    }
  }

  private String get(CacheProcess process, int key) {
    return process
        .cache
        .get(
            String.valueOf(key), Deadline.after(CacheProcess.SOON, System::nanoTime), rows.loader())
        .orElse("0");
  }

  private boolean isHealthy() throws Exception {
    for (Future<?> each : running) {
      if (each.isDone()) {
        each.get();
      }
    }
    return true;
  }

  @Override
  public void close() {
    ended = true;
    threads.shutdownNow();
  }
}
