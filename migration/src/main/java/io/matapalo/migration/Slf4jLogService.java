package io.matapalo.migration;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Sends Liquibase's log to SLF4J, one step quieter than Liquibase means it: what it calls
 * information is debug output to the caller of a {@link Migrator}. Thread-safe.
 */
final class Slf4jLogService extends AbstractLogService {

  @Override
  public int getPriority() {
    return PRIORITY_NOT_APPLICABLE;
  }

  @Override
  // The interface declares the raw type.
  @SuppressWarnings("rawtypes")
  public Logger getLog(Class clazz) {
    return new Slf4jLogger(LoggerFactory.getLogger(clazz));
  }

  /** One logger of Liquibase. Thread-safe, as its target is. */
  private static final class Slf4jLogger extends AbstractLogger {

    private final org.slf4j.Logger target;

    Slf4jLogger(org.slf4j.Logger target) {
      this.target = target;
    }

    // Narrowed: the interface would let it throw anything.
    @Override
    public void close() {}

    @Override
    public void log(Level level, String message, @Nullable Throwable failure) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        // The failure also rises as an exception, so whoever owns the run reports it once.
        target.debug(message, failure);
      } else if (level.intValue() >= Level.WARNING.intValue()) {
        target.warn(message, failure);
      } else {
        target.debug(message, failure);
      }
    }
  }
}
