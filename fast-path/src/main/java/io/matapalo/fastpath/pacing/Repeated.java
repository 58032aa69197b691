package io.matapalo.fastpath.pacing;

import io.matapalo.fastpath.telemetry.StatementLabels;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work done again and again in the background; one failure does not end it. Thread-safe. */
public record Repeated(String name, Runnable work, StatementLabels labels) {

  private static final Logger LOG = LoggerFactory.getLogger(Repeated.class);

  /** Starts; closing the result stops it after the run under way. */
  public AutoCloseable on(ScheduledExecutorService scheduler, Duration every) {
    ScheduledFuture<?> runs =
        scheduler.scheduleWithFixedDelay(this::once, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    return () -> runs.cancel(false);
  }

  /** Does the work now, on this thread. */
  public void once() {
    try {
      labels.during(
          name,
          () -> {
            work.run();
            return name;
          });
    } catch (RuntimeException e) {
      LOG.error("background work failed and will be tried again work={}", name, e);
    }
  }
}
