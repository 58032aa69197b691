package io.matapalo.fastpath.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.matapalo.fastpath.pacing.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SingleFlightTest {

  private final SingleFlight<String> flight = new SingleFlight<>();
  private final Deadline deadline = Deadline.after(Duration.ofSeconds(10), () -> 0L);

  @Test
  void loadsOnceForAllWhoAskMeanwhile() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first =
          threads.submit(() ->
              flight.load(
                  "k",
                  deadline,
                  () -> {
                    loads.incrementAndGet();
                    loading.countDown();
                    await(go);
                    return "value";
                  }));
      loading.await();
      List<Future<String>> others =
          Stream.generate(() -> threads.submit(() -> flight.load("k", deadline, () -> "another")))
              .limit(50)
              .toList();
      go.countDown();
      assertThat(first.get()).isEqualTo("value");
      for (Future<String> other : others) {
        assertThat(other.get()).isIn("value", "another");
      }
      assertThat(loads).hasValue(1);
    }
  }

  @Test
  void aFailureIsToldAndForgotten() {
    assertThatThrownBy(() ->
            flight.load(
                "k",
                deadline,
                () -> {
                  throw new IllegalStateException("as planned");
                }))
        .isInstanceOf(LoadFailed.class)
        .hasMessage("the load of k failed")
        .hasRootCauseMessage("as planned");
    assertThat(flight.load("k", deadline, () -> "again")).isEqualTo("again");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
