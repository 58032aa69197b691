package io.matapalo.recorder.jdbc;

import io.matapalo.jvm.LogNames;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs the recorder's work: an error costs counts, never the statement. Thread-safe. */
public final class BestEffort {

  private static final Logger LOG = Logger.getLogger(LogNames.RECORDER);
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private BestEffort() {}

  /** Logs what {@code work} throws; loudly the first time. */
  public static void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | LinkageError e) {
      missed(e);
    }
  }

  /** For work on the way of each statement, where a {@link Runnable} would be one more object. */
  static void missed(Throwable error) {
    // The class alone: a message may quote the application's values.
    Level level = TOLD.compareAndSet(false, true) ? Level.WARNING : Level.FINE;
    LOG.log(
        level, "the SQL recorder missed something, its counts are too low: {0}", error.getClass());
  }
}
