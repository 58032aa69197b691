package io.matapalo.router.proof;

import io.matapalo.router.proof.history.HistoryLine;
import io.matapalo.router.proof.history.HistoryTransaction;
import io.matapalo.router.proof.history.HistoryTransaction.Outcome;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An instance that runs list transactions for a while and writes their history into a file. Asked
 * on several channels at once, each is a client of its own. Thread-safe.
 */
final class HistoryWork extends ApplicationWork {
  /** Each list is worked on for so long, then the next ones are; so none grows long. */
  static final long WINDOW_NANOS = 250_000_000L;

  static final int KEYS_OF_A_WINDOW = 4;
  private static final int NUMBERS_OF_A_CLIENT = 1_000_000;

  @Override
  Message work(Message request) throws Exception {
    return switch (request.text("do")) {
      case "run" -> run(request);
      default -> throw new IllegalArgumentException("cannot do " + request.text("do"));
    };
  }

  private Message run(Message request) throws IOException {
    int client = request.integer("client");
    int[] element = {client * NUMBERS_OF_A_CLIENT};
    ListTransactions lists =
        new ListTransactions(
            opened().dataSource(),
            request.integer("isolation"),
            Guard.valueOf(request.text("guard")),
            new SplittableRandom(request.number("seed") + client),
            () -> ++element[0]);
    long begin = request.number("begin");
    long end = request.number("end");
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(request.text("file")))) {
      for (int i = 0; System.nanoTime() < end; i++) {
        long window = Math.max(0, System.nanoTime() - begin) / WINDOW_NANOS;
        HistoryTransaction done =
            lists.run(
                "%s-%d-%d".formatted(request.text("instance"), client, i),
                Math.toIntExact(window * KEYS_OF_A_WINDOW));
        counts.merge(done.outcome(), 1, Integer::sum);
        out.write(HistoryLine.of(done));
        out.newLine();
      }
    }
    return Message.of(
        "ok", counts.getOrDefault(Outcome.OK, 0),
        "fail", counts.getOrDefault(Outcome.FAIL, 0),
        "info", counts.getOrDefault(Outcome.INFO, 0));
  }
}
