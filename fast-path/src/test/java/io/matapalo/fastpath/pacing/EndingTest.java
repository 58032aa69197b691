package io.matapalo.fastpath.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class EndingTest {

  @Test
  @Timeout(300)
  void workThatNeverEndsIsInterruptedAfterTheGrace() throws Exception {
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    CountDownLatch never = new CountDownLatch(1);
    Future<?> work =
        executor.submit(() -> {
          never.await();
          return "";
        });

    Ending.of(executor, Duration.ofMillis(50)).close();

    assertThat(work)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableThat()
        .withCauseInstanceOf(InterruptedException.class);
  }
}
