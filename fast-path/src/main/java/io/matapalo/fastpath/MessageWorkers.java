package io.matapalo.fastpath;

import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded number of threads with a bounded queue. Closing it sends what waits, for a while; what
 * is left then is dropped and counted. Thread-safe.
 */
final class MessageWorkers implements Executor, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MessageWorkers.class);

  private final ThreadPoolExecutor threads;
  private final Duration grace;
  private final Counters counters;

  MessageWorkers(FastPathConfig.Notification settings, Duration grace, Counters counters) {
    this.threads =
        new ThreadPoolExecutor(
            settings.workers(),
            settings.workers(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.queue()),
            Thread.ofPlatform().daemon().name("notification-", 0).factory());
    this.grace = grace;
    this.counters = counters;
  }

  /** Runs {@code work} later, or throws RejectedExecutionException at once. */
  @Override
  public void execute(Runnable work) {
    threads.execute(work);
  }

  @Override
  public void close() {
    threads.shutdown();
    if (endsInTime()) {
      return;
    }
    int left = threads.shutdownNow().size();
    for (int i = 0; i < left; i++) {
      counters.count(EventCounter.NOTIFICATION_DROPPED);
    }
    LOG.warn("messages were not sent before the end dropped={}", left);
  }

  private boolean endsInTime() {
    try {
      return threads.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
