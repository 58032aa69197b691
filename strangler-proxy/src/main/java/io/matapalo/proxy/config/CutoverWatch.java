package io.matapalo.proxy.config;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the cut-over file again and again, in a thread of its own, until closed. Thread-safe.
 */
public final class CutoverWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CutoverWatch.class);

  private final ScheduledThreadPoolExecutor executor;

  private CutoverWatch(ScheduledThreadPoolExecutor executor) {
    this.executor = executor;
  }

  /** Starts to look, at fixed intervals. */
  public static CutoverWatch start(CutoverFile file, Duration interval, ThreadFactory threads) {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, threads);
    var _ =
        executor.scheduleWithFixedDelay(
            () -> lookGuarded(file),
            interval.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
    return new CutoverWatch(executor);
  }

  /** The thread's outermost guard: a periodic task that throws would never run again. */
  private static void lookGuarded(CutoverFile file) {
    try {
      file.look();
    } catch (RuntimeException e) {
      LOG.error("Cut-over file could not be looked at, the table in force stays.", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
