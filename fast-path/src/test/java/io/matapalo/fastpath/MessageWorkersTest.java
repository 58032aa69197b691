package io.matapalo.fastpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class MessageWorkersTest {

  private static final FastPathConfig.Notification TWO_WAIT =
      new FastPathConfig.Notification(Optional.empty(), Duration.ofSeconds(1), 1, 2);

  private final Counters counters = new Counters();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger done = new AtomicInteger();

  private MessageWorkers busy(Duration grace) throws InterruptedException {
    MessageWorkers workers = new MessageWorkers(TWO_WAIT, grace, counters);
    CountDownLatch begun = new CountDownLatch(1);
    workers.execute(() -> {
      begun.countDown();
      awaitGate();
      done.incrementAndGet();
    });
    begun.await();
    workers.execute(done::incrementAndGet);
    workers.execute(done::incrementAndGet);
    return workers;
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatWaitsIsSentBeforeTheEndAndNoMoreIsTaken() throws InterruptedException {
    MessageWorkers workers = busy(Duration.ofMinutes(2));
    assertThatThrownBy(() -> workers.execute(done::incrementAndGet))
        .isInstanceOf(RejectedExecutionException.class);
    gate.countDown();
    workers.close();
    assertThat(done).hasValue(3);
    assertThat(counters.valueOf(EventCounter.NOTIFICATION_DROPPED)).isZero();
    assertThatThrownBy(() -> workers.execute(done::incrementAndGet))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void whatIsLeftAfterTheGraceIsDroppedAndCounted() throws InterruptedException {
    busy(Duration.ofMillis(20)).close();
    assertThat(counters.valueOf(EventCounter.NOTIFICATION_DROPPED)).isEqualTo(2);
  }
}
