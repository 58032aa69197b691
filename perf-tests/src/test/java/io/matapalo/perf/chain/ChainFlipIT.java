package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The flag flips up to ten times a second under open-loop load: no request is lost, both sides
 * answer.
 */
@ExtendWith(ChainExtension.class)
class ChainFlipIT {
  private static final int FLIPS = 50;
  private static final int MANY_FLIPS = 3_000;
  private static final int FLIP_EVERY_MILLIS = 100;
  private static final int ARRIVAL_EVERY_MILLIS = 40;

  private final Chain chain;

  ChainFlipIT(Chain chain) {
    this.chain = chain;
  }

  @Test
  void fiftyFlipsUnderLoadLoseNoRequest() throws Exception {
    flipUnderLoad(FLIPS);
  }

  @Test
  @Tag("deep")
  void threeThousandFlipsUnderLoadLoseNoRequest() throws Exception {
    flipUnderLoad(MANY_FLIPS);
  }

  private void flipUnderLoad(int wanted) throws Exception {
    chain.route("legacy");
    String order = chain.post(aPurchase().envelope()).orderReference();
    long snapshot = chain.snapshotVersion();

    List<Answer> all = answersWhileFlipping(order, wanted);

    Map<String, Long> bySide =
        all.stream().collect(Collectors.groupingBy(Answer::side, Collectors.counting()));
    assertThat(all).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    assertThat(chain.snapshotVersion() - snapshot)
        .as("flips that the proxy saw")
        .isGreaterThanOrEqualTo(wanted);
    assertThat(bySide).containsOnlyKeys("legacy", "fast");
    assertThat(all).hasSizeGreaterThan(wanted * FLIP_EVERY_MILLIS / ARRIVAL_EVERY_MILLIS / 2);
  }

  private List<Answer> answersWhileFlipping(String order, int wanted) throws Exception {
    Queue<Future<Answer>> answers = new ConcurrentLinkedQueue<>();
    AtomicInteger arrivals = new AtomicInteger();
    CountDownLatch flips = new CountDownLatch(wanted);

    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      ScheduledExecutorService schedule = Executors.newScheduledThreadPool(2);
      Future<?> arriving =
          schedule.scheduleAtFixedRate(
              () -> {
                String request = request(arrivals.incrementAndGet(), order);
                answers.add(clients.submit(() -> chain.post(request)));
              },
              0,
              ARRIVAL_EVERY_MILLIS,
              TimeUnit.MILLISECONDS);
      Future<?> flipping =
          schedule.scheduleAtFixedRate(
              () -> flip(flips), 0, FLIP_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      assertThat(flips.await(10L * wanted, TimeUnit.SECONDS)).as("all flips were made").isTrue();
      assertThat(flipping.isDone() || arriving.isDone()).as("a schedule failed").isFalse();
      schedule.shutdownNow();
      assertThat(schedule.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    List<Answer> all = new ArrayList<>();
    for (Future<Answer> answer : answers) {
      all.add(answer.get());
    }
    return all;
  }

  private static String request(int arrival, String order) {
    return arrival % 4 == 0
        ? aPurchase().withEventCode("EV-01%02d".formatted(arrival % 90)).envelope()
        : Purchase.getOrder(order);
  }

  /** Returns once the proxy has seen it: a busy machine makes flips rarer, not fewer. */
  private void flip(CountDownLatch flips) {
    if (flips.getCount() == 0) {
      return;
    }
    try {
      long before = chain.snapshotVersion();
      chain.write(flips.getCount() % 2 == 0 ? "fast" : "legacy");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> chain.snapshotVersion() > before);
      flips.countDown();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot flip the flag", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
