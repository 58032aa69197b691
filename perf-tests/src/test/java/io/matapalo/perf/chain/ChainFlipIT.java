package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The flag flips as often as answers come, under the load of a few clients: no request is lost,
 * both sides answer. A client sends its next request when it has its answer, so that a busy machine
 * makes requests rarer and no queue grows until a request's time is over.
 */
@ExtendWith(ChainExtension.class)
class ChainFlipIT {
  private static final int FLIPS = 50;
  private static final int MANY_FLIPS = 3_000;
  private static final int CLIENTS = 6;

  /** So that requests are under way at each flip. */
  private static final int ANSWERS_BETWEEN_FLIPS = 2;

  private final Chain chain;
  private final AtomicInteger arrivals = new AtomicInteger();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean flipped = new AtomicBoolean();

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

    answerWhileFlipping(order, wanted);

    Map<String, Long> bySide =
        answers.stream().collect(Collectors.groupingBy(Answer::side, Collectors.counting()));
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    assertThat(chain.snapshotVersion() - snapshot)
        .as("flips that the proxy saw")
        .isGreaterThanOrEqualTo(wanted);
    assertThat(bySide).containsOnlyKeys("legacy", "fast");
  }

  private void answerWhileFlipping(String order, int wanted) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        clients.add(threads.submit(() -> askUntilFlipped(order)));
      }
      try {
        for (int flip = 0; flip < wanted; flip++) {
          flip(flip % 2 == 0 ? "fast" : "legacy", clients);
        }
      } finally {
        flipped.set(true);
      }
      for (Future<Void> client : clients) {
        client.get();
      }
    }
  }

  private Void askUntilFlipped(String order) throws IOException, InterruptedException {
    while (!flipped.get()) {
      answers.add(chain.post(request(arrivals.incrementAndGet(), order)));
    }
    return null;
  }

  /** Of 90 events whose tickets no other test takes. */
  private static String request(int arrival, String order) {
    return arrival % 4 == 0
        ? aPurchase().withEventCode("EV-01%02d".formatted(arrival % 90)).envelope()
        : Purchase.getOrder(order);
  }

  /** Returns once the proxy has seen the flip and a few requests were answered after it. */
  private void flip(String side, List<Future<Void>> clients) throws Exception {
    long before = chain.snapshotVersion();
    chain.write(side);
    await().until(() -> chain.snapshotVersion() > before);
    int answered = answers.size();
    await()
        .until(() ->
            answers.size() >= answered + ANSWERS_BETWEEN_FLIPS
                || clients.stream().anyMatch(Future::isDone));
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(10));
  }
}
