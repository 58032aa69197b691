package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The fast path dies while its operations are cut over: clean refusals, and the flag brings legacy
 * back at once.
 */
@ExtendWith(ChainExtension.class)
class ChainKillIT {
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final Duration SWEPT = Duration.ofMinutes(3);
  private static final int IN_FLIGHT = 12;

  private final Chain chain;

  ChainKillIT(Chain chain) {
    this.chain = chain;
  }

  @Test
  void aKilledFastPathIsRefusedCleanlyAndTheFlagBringsLegacyBack() throws Exception {
    chain.route("fast");
    assertThat(chain.post(aPurchase().envelope()).status()).isEqualTo(200);

    chain.kill("fast-path");
    try {
      Answer refused = chain.post(aPurchase().envelope());
      // Refused at connecting, or cut off on a kept connection.
      assertThat(refused.status()).isIn(502, 503);
      assertThat(refused.body()).contains("Fault").doesNotContain("Exception", "127.0.0.1");

      long flaggedAt = System.nanoTime();
      chain.write("legacy");
      Awaitility.await()
          .atMost(DEADLINE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> chain.post(Purchase.getOrder(" ")).side().equals("legacy"));
      System.out.printf(
          "legacy answered %d ms after the flag was written%n",
          Duration.ofNanos(System.nanoTime() - flaggedAt).toMillis());
      assertThat(chain.post(aPurchase().envelope()).status()).isEqualTo(200);
    } finally {
      chain.restart("fast-path");
    }
    assertThat(chain.askFastPath(aPurchase().envelope()).status()).isEqualTo(200);
  }

  /** Half of the clients repeat their purchase on legacy, half on the fast path once it is back. */
  @Test
  @Tag("deep")
  void purchasesInFlightAreChargedOnceWhateverTheirClientsSaw() throws Exception {
    chain.route("fast");
    chain.post(aPurchase().envelope());
    long captures = chain.captures();
    List<Purchase> purchases = Stream.generate(Purchase::aPurchase).limit(IN_FLIGHT).toList();

    List<Integer> seen = statusesOfAllWhenTheFastPathIsKilled(purchases);

    System.out.println("purchases in flight at the kill were answered " + seen);
    assertThat(seen).isSubsetOf(200, 502, 503);
    chain.route("legacy");
    repeat(purchases.subList(0, IN_FLIGHT / 2));
    chain.restart("fast-path");
    chain.route("fast");
    repeat(purchases.subList(IN_FLIGHT / 2, IN_FLIGHT));
    // The sweeper finishes what was booked and not captured.
    Awaitility.await().atMost(SWEPT).until(() -> chain.captures() - captures >= IN_FLIGHT);
    assertThat(chain.captures() - captures).isEqualTo(IN_FLIGHT);
  }

  private List<Integer> statusesOfAllWhenTheFastPathIsKilled(List<Purchase> purchases)
      throws Exception {
    long authorisations = chain.authorisations();
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (Purchase one : purchases) {
        answers.add(clients.submit(() -> chain.post(one.envelope())));
      }
      Awaitility.await()
          .atMost(DEADLINE)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> chain.authorisations() > authorisations);
      chain.kill("fast-path");
      for (Future<Answer> answer : answers) {
        statuses.add(answer.get().status());
      }
    }
    return statuses;
  }

  private void repeat(List<Purchase> purchases) throws Exception {
    for (Purchase one : purchases) {
      assertThat(chain.post(one.envelope()).status()).as("%s again", one).isEqualTo(200);
    }
  }
}
