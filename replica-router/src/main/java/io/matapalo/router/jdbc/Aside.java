package io.matapalo.router.jdbc;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs what the recorder does beside the application's work: an error in it costs counts, never a
 * statement that the server has already run. Thread-safe.
 */
final class Aside {

  private static final Logger LOG = Logger.getLogger(MatapaloDriver.LOGGER);
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private Aside() {}

  /** Logs what {@code work} throws; loudly the first time. */
  static void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | LinkageError e) {
      // The class alone: a message may quote the application's values.
      Level level = TOLD.compareAndSet(false, true) ? Level.WARNING : Level.FINE;
      LOG.log(
          level, "the SQL recorder missed something, its counts are too low: {0}", e.getClass());
    }
  }
}
