package io.matapalo.fastpath.invalidation;

import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.position.Position;
import io.matapalo.fastpath.cache.staleness.InvalidationTarget;
import io.matapalo.fastpath.cache.staleness.StalenessBound;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Reads the database's log on a thread of its own and tells targets what it makes stale. Another
 * thread asks the database how far it is. Thread-safe.
 */
public final class LogReader implements AutoCloseable {

  private static final int QUESTIONS_A_BOUND = 4;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Telling telling;
  private final LogTail tail;
  private final StalenessWatch bound;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> threads;

  private LogReader(
      LogSettings settings,
      LoggedDatabase database,
      Telling telling,
      LiveCatalogue catalogue,
      Platform platform) {
    this.telling = telling;
    this.tail = new LogTail(settings, database.positions(), telling, catalogue, platform);
    this.bound = new StalenessWatch(settings.bound(), platform.nanoTicker());
    PositionWatch watch =
        new PositionWatch(
            database,
            bound,
            settings.bound().dividedBy(QUESTIONS_A_BOUND),
            platform.nanoTicker(),
            stopped);
    this.threads = List.of(platform.threads().newThread(tail), platform.threads().newThread(watch));
  }

  /**
   * Checks the rules of all caches against the database, and starts. The log itself may come later.
   *
   * @throws UnusableLog when a rule cannot be kept, the server does not log what it needs, or the
   *     database cannot be asked
   */
  public static LogReader start(
      LogSettings settings,
      LoggedDatabase database,
      List<CachePolicy> policies,
      List<InvalidationTarget> targets,
      Platform platform) {
    Telling telling = new Telling(database.positions(), targets);
    LiveCatalogue catalogue =
        LiveCatalogue.read(database, List.copyOf(policies), telling, platform.nanoTicker());
    LogReader reader = new LogReader(settings, database, telling, catalogue, platform);
    reader.threads.forEach(Thread::start);
    return reader;
  }

  /** Whether entries are new enough by what the log has told. */
  public StalenessBound bound() {
    return bound;
  }

  /** How far it is; cheap, for metrics. */
  public LogProgress progress() {
    Optional<Position> told = telling.told();
    return new LogProgress(
        tail.isConnected(),
        told,
        told.flatMap(bound::age),
        tail.eventCount(),
        telling.transactions(),
        telling.alarms(),
        tail.cuts());
  }

  /** Ends the connections; waits for its threads for five seconds at most. Idempotent. */
  @Override
  public void close() {
    stopped.countDown();
    tail.close();
    try {
      for (Thread thread : threads) {
        thread.join(CLOSE_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
