package io.matapalo.fastpath;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The errors that one class logs, until it is closed. Thread-safe; for tests. */
final class Told extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final Logger logger;

  private Told(Logger logger) {
    this.logger = logger;
  }

  static Told by(Class<?> type) {
    Told told = new Told((Logger) LoggerFactory.getLogger(type));
    told.start();
    told.logger.addAppender(told);
    return told;
  }

  /** The messages, in their order. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel() == Level.ERROR) {
      errors.add(event.getFormattedMessage());
    }
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
