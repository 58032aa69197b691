package io.matapalo.perf.chain;

import static io.matapalo.perf.chain.Purchase.aPurchase;
import static io.matapalo.perf.chain.Purchase.line;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many purchases of the same few tickets at the same time, and what became of them as their buyers
 * see it. Immutable.
 *
 * @param sold answered with an order
 * @param failed answered otherwise, with the request as it was sent
 */
record Rush(List<Purchase> sold, List<Purchase> failed) {
  private static final int TICKETS = 1;

  Rush {
    sold = List.copyOf(sold);
    failed = List.copyOf(failed);
  }

  /** Sends an envelope to one side. */
  interface Side {
    Answer post(String envelope) throws IOException, InterruptedException;
  }

  /** Each of {@code buyers} buys {@code each} times, one after the other. */
  static Future<Rush> start(ExecutorService threads, Side side, int buyers, int each) {
    return threads.submit(() -> {
      List<Purchase> purchases = new ArrayList<>();
      for (int i = 0; i < buyers * each; i++) {
        purchases.add(
            aPurchase()
                .withCustomerId(Integer.toString(100 + i % buyers))
                .withLines(line("STANDING", Integer.toString(TICKETS))));
      }
      return of(side, purchases, buyers);
    });
  }

  /** Once each, by so many buyers at a time. */
  static Rush of(Side side, List<Purchase> purchases, int buyers)
      throws InterruptedException, ExecutionException {
    List<Purchase> sold = new ArrayList<>();
    List<Purchase> failed = new ArrayList<>();
    try (ExecutorService queue = Executors.newFixedThreadPool(buyers)) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (Purchase purchase : purchases) {
        answers.add(
            queue.submit(() -> {
              Answer answer = side.post(purchase.envelope());
              return answer.status() == 200 && answer.text("orderReference").isPresent();
            }));
      }
      for (int i = 0; i < answers.size(); i++) {
        (answers.get(i).get() ? sold : failed).add(purchases.get(i));
      }
    }
    return new Rush(sold, failed);
  }

  int asked() {
    return sold.size() + failed.size();
  }
}
