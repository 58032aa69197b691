package io.matapalo.perf.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Writers of both sides and of raw SQL on the same rows of stock at once: purchases, refunds,
 * reservations, releases, reservations that end by themselves, tickets added and taken by hand.
 * Afterwards the books balance, and whoever failed on the monolith failed in its documented way.
 */
@ExtendWith(ChainExtension.class)
class StockWritersIT {
  private static final long SEED = 20_261_129L;
  private static final int FEW = 6;
  private static final int MANY = 120;

  /** Of each side. */
  private static final int CLIENTS = 2;

  /** Of no other test. Of the second there are so few tickets that it is sold out now and then. */
  private static final List<String> EVENTS = List.of("EV-0191", "EV-0192");

  private static final int SCARCE = 25;
  private static final Duration SOON = Duration.ofMinutes(2);

  private static final Set<String> DOCUMENTED =
      Set.of(
          "FAST purchase 200",
          "FAST purchase SOLD_OUT",
          "FAST refund 200",
          "FAST reserve 200",
          "FAST reserve SOLD_OUT",
          "FAST release 200",
          "LEGACY purchase 200",
          "LEGACY purchase SOLD_OUT",
          "LEGACY purchase internal error",
          "LEGACY refund 200",
          "LEGACY refund internal error",
          "LEGACY reserve 200",
          "LEGACY reserve SOLD_OUT",
          "LEGACY reserve internal error",
          "LEGACY release 200",
          "LEGACY release internal error",
          "SQL added",
          "SQL taken",
          "SQL too few",
          "SQL overdue",
          "SQL nothing held",
          "SQL conflict");

  private final Chain chain;
  private final String run = "writers-" + UUID.randomUUID().toString().substring(0, 8);
  private final StockWriters writers;

  StockWritersIT(Chain chain) {
    this.chain = chain;
    this.writers = new StockWriters(chain, run, EVENTS);
  }

  @Test
  void booksBalanceAfterEverybodyWroteTheSameRows() throws Exception {
    Map<String, Integer> outcomes = balanceAfter(FEW);
    assertThat(outcomes).containsKeys("FAST purchase 200", "FAST reserve 200", "SQL overdue");
  }

  @Test
  @Tag("deep")
  void booksBalanceAfterManyTurns() throws Exception {
    Map<String, Integer> outcomes = balanceAfter(MANY);
    assertThat(outcomes)
        .as("everything happened")
        .containsKeys(
            "FAST purchase 200",
            "FAST purchase SOLD_OUT",
            "FAST refund 200",
            "FAST reserve 200",
            "FAST reserve SOLD_OUT",
            "FAST release 200",
            "LEGACY purchase 200",
            "LEGACY refund 200",
            "LEGACY reserve 200",
            "LEGACY release 200",
            "SQL added",
            "SQL taken",
            "SQL overdue");
  }

  private Map<String, Integer> balanceAfter(int turns) throws Exception {
    try (Connection database = chain.database();
        StockByHand hand = StockByHand.open(chain)) {
      StockBooks books = new StockBooks(chain, database, run);
      Awaitility.await().atMost(SOON).until(() -> books.authorised() == 0);
      hand.leave(EVENTS.getLast(), SCARCE);
      List<String> tickets = books.tickets();
      long captures = chain.captures();
      LegacyFailures failures = LegacyFailures.fromNowOn(chain);

      writeAll(turns, hand);
      Map<String, Integer> outcomes = writers.outcomes();
      List<String> causes = failures.causes();
      System.out.printf("%s, seed %d: %s%n", run, SEED, outcomes);
      System.out.println("repeated after an internal error: " + writers.repeatFailed());

      assertThat(outcomes.keySet()).isSubsetOf(DOCUMENTED);
      assertThat(causes).as("why requests failed on the monolith").isSubsetOf("1213", "1205");
      assertThat(causes).hasSize(internalErrors(outcomes));
      assertBalanced(books, tickets, captures);

      hand.makeAllOverdue(run);
      Awaitility.await().atMost(SOON).until(() -> books.reservations("HELD") == 0);
      assertThat(books.reservations("EXPIRED")).as("ended by themselves").isPositive();
      assertBalanced(books, tickets, captures);
      return outcomes;
    }
  }

  private void assertBalanced(StockBooks books, List<String> tickets, long captures)
      throws Exception {
    assertThat(books.wrong()).isEmpty();
    assertThat(books.tickets()).as("in stock, sold and held, by type").isEqualTo(tickets);
    assertThat(books.booked())
        .as("request ids with an order or a reservation, as their clients were told")
        .containsExactlyInAnyOrderElementsOf(writers.answered());
    assertThat(books.wronglyCharged()).isEmpty();
    assertThat(chain.captures() - captures).as("charges").isEqualTo(books.orders());
  }

  private static int internalErrors(Map<String, Integer> outcomes) {
    return outcomes.entrySet().stream()
        .filter(one -> one.getKey().endsWith(StockWriters.INTERNAL_ERROR))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private void writeAll(int turns, StockByHand hand) throws Exception {
    List<Callable<Void>> everybody = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      RandomGenerator legacy = random(2 * i);
      RandomGenerator fast = random(2 * i + 1);
      everybody.add(() -> {
        writers.writeToLegacy(legacy, turns);
        return null;
      });
      everybody.add(() -> {
        writers.writeToFastPath(fast, turns);
        return null;
      });
    }
    RandomGenerator random = random(everybody.size());
    everybody.add(() -> {
      writers.writeByHand(
          i ->
              i % 2 == 0
                  ? hand.change(GoodRequests.one(EVENTS, random), random)
                  : hand.makeOverdue(run),
          CLIENTS * turns);
      return null;
    });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> one : threads.invokeAll(everybody)) {
        one.get();
      }
    }
  }

  private static RandomGenerator random(int of) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + of);
  }
}
