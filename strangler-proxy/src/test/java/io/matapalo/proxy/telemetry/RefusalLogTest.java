package io.matapalo.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.matapalo.proxy.catalogue.OperationCatalogue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Clients set the pace of refusals, the log does not follow it. */
class RefusalLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicLong millis = new AtomicLong();
  private final RoutingCounters counters = new RoutingCounters(OperationCatalogue.of(List.of()));
  private final RefusalLog log = new RefusalLog(counters, () -> Instant.ofEpochMilli(millis.get()));

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
  }

  @Test
  void eachKindIsCountedAndHasOneLineASecond() {
    for (int i = 0; i < 100; i++) {
      log.log("bad-request", 400, "chunk has no size", "10.0.0.1");
    }
    log.log("too-large", 413, "The request body is too large.", "10.0.0.2");
    log.count("overloaded");
    millis.set(1_000);
    log.log("bad-request", 400, "method has a forbidden byte", "10.0.0.3");
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            line(400, "bad-request", "chunk has no size", "10.0.0.1", 0),
            line(413, "too-large", "The request body is too large.", "10.0.0.2", 0),
            line(400, "bad-request", "method has a forbidden byte", "10.0.0.3", 99));
    assertThat(counters.refusals())
        .isEqualTo(Map.of("bad-request", 101L, "overloaded", 1L, "too-large", 1L));
  }

  private static String line(int status, String kind, String what, String peer, int withheld) {
    return "Request refused. status=%d kind=%s reason=\"%s\" peer=%s withheld=%d"
        .formatted(status, kind, what, peer, withheld);
  }
}
