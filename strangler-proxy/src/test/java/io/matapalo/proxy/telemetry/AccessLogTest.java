package io.matapalo.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessLogTest {

  private static final int LINES = 2_000;
  private static final long BETWEEN_NANOS = 100_000;
  private static final long LEAST_MOMENT_MILLIS = 25;

  @TempDir Path folder;

  @Test
  void linesOfOneMomentAreWrittenTogetherAndNoneIsLostAtTheEnd() throws Exception {
    Path file = folder.resolve("access.log");
    AtomicReference<Thread> writer = new AtomicReference<>();
    AccessLog log =
        AccessLog.to(
            file,
            task -> {
              Thread thread = new Thread(task, "access-log");
              writer.set(thread);
              return thread;
            });
    long begun = System.nanoTime();
    for (int i = 0; i < LINES; i++) {
      log.add(entry(i));
      LockSupport.parkNanos(BETWEEN_NANOS);
    }
    long waits =
        ManagementFactory.getThreadMXBean().getThreadInfo(writer.get().threadId()).getWaitedCount();
    long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
    log.close();

    assertThat(Files.readAllLines(file))
        .hasSize(LINES)
        .last()
        .asString()
        .contains("\"path\":\"/" + (LINES - 1) + "\"");
    assertThat(log.dropped()).isZero();
    // It waits for a line and then for the moment.
    assertThat(waits).isLessThan(4 + 2 * millis / LEAST_MOMENT_MILLIS);
  }

  private static AccessEntry entry(int number) {
    return new AccessEntry(
        0,
        1,
        new AccessEntry.Asked("127.0.0.1", "GET", "/" + number, "HTTP/1.1", "id"),
        new AccessEntry.Way("look", "fast", "fast", "fast-1"),
        new AccessEntry.Ended(200, 5));
  }
}
