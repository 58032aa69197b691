package io.matapalo.proxy;

import static io.matapalo.proxy.Stage.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.matapalo.testkit.http.FakeUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Stopping in the middle of everything. */
class StopIT {

  private static final int CLIENTS = 16;

  @TempDir Path folder;
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Faults appender = new Faults(faults);
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

  /** Collects what is logged as an error. Thread-safe. */
  private static final class Faults extends AppenderBase<ILoggingEvent> {

    private final Queue<String> faults;

    Faults(Queue<String> faults) {
      this.faults = faults;
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
        faults.add(event.getLoggerName() + " " + event.getFormattedMessage());
      }
    }
  }

  @BeforeEach
  void listen() {
    appender.start();
    root.addAppender(appender);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(appender);
  }

  /** Work that the ending I/O threads refused was logged as a fault of the proxy. */
  @RepeatedTest(5)
  void stopUnderLoadIsNoFault() throws Exception {
    AtomicBoolean running = new AtomicBoolean(true);
    List<Thread> clients = new ArrayList<>();
    try (Stage stage =
        Stage.with(folder, FakeUpstream.answering("legacy"), FakeUpstream.answering("fast"))) {
      Queue<Integer> served = new ConcurrentLinkedQueue<>();
      for (int i = 0; i < CLIENTS; i++) {
        boolean keeps = i % 2 == 0;
        clients.add(Thread.ofVirtual().start(() -> ask(stage, keeps, running, served)));
      }
      await().until(() -> served.size() > 100);
      stage.proxy().close();
      running.set(false);
    }
    for (Thread client : clients) {
      client.join();
    }
    assertThat(faults).isEmpty();
  }

  private static void ask(
      Stage stage, boolean keeps, AtomicBoolean running, Queue<Integer> served) {
    while (running.get()) {
      try (RawClient client = stage.client()) {
        do {
          served.add(client.call(Stage.soap("buy")).status());
        } while (keeps && running.get());
      } catch (IOException | RuntimeException e) {
        // The proxy stops, and whoever asks then is cut off.
        running.get();
      }
    }
  }
}
