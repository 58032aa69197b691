package io.matapalo.perf.chain;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/**
 * Clients of both sides that buy, refund, reserve and release tickets of the same events, and what
 * they are told. Refunds and releases are of whatever order or reservation came last, whoever made
 * it, so that both sides meet there too. The monolith's clients set the pace, because they are the
 * slowest: each turn of theirs lets the others have theirs. Thread-safe.
 */
final class StockWriters {
  static final String INTERNAL_ERROR = "internal error";
  private static final List<String> CODES = List.of("STANDING", "SEATED", "BALCONY", "VIP");
  private static final int MOST_LINES = 3;
  private static final int MOST_TICKETS = 3;
  private static final int LATEST = 4;
  private static final int FAST_A_TURN = 3;
  private static final int BY_HAND_A_TURN = 2;
  private static final Duration SOON = Duration.ofMinutes(2);

  private final Chain chain;
  private final String run;
  private final List<String> events;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<String> orders = new CopyOnWriteArrayList<>();
  private final List<String> reservations = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
  private final Map<String, String> told = new ConcurrentHashMap<>();
  private final Semaphore fastTurns = new Semaphore(0);
  private final Semaphore handTurns = new Semaphore(0);
  private final Queue<Asked> failed = new ConcurrentLinkedQueue<>();

  /** Request ids begin with {@code run} and a dash. */
  StockWriters(Chain chain, String run, List<String> events) {
    this.chain = chain;
    this.run = run;
    this.events = List.copyOf(events);
  }

  /** {@code requestId} is empty where the operation has none. */
  private record Asked(
      Side side, String operation, Optional<String> requestId, GeneratedMessage message) {
    /** Holds a card, so it shows less than it has. */
    @Override
    public String toString() {
      return side + " " + operation;
    }
  }

  /** One client of the monolith. */
  void writeToLegacy(RandomGenerator random, int turns) throws IOException, InterruptedException {
    for (int i = 0; i < turns; i++) {
      fastTurns.release(FAST_A_TURN);
      handTurns.release(BY_HAND_A_TURN);
      write(Side.LEGACY, random, i);
    }
  }

  /** One client of the fast path, for so many turns of the monolith's client. */
  void writeToFastPath(RandomGenerator random, int legacyTurns)
      throws IOException, InterruptedException {
    for (int i = 0; i < legacyTurns * FAST_A_TURN; i++) {
      await(fastTurns);
      write(Side.FAST, random, i);
    }
  }

  /** By hand, for so many turns of the monolith's client; what is done says what became of it. */
  void writeByHand(ByHand change, int legacyTurns) throws SQLException, InterruptedException {
    for (int i = 0; i < legacyTurns * BY_HAND_A_TURN; i++) {
      await(handTurns);
      outcomes.merge(change.of(i), 1, Integer::sum);
    }
  }

  /** The {@code i}-th change by hand. */
  interface ByHand {
    String of(int i) throws SQLException;
  }

  private static void await(Semaphore turns) throws InterruptedException {
    if (!turns.tryAcquire(SOON.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("no client of the monolith had a turn within " + SOON);
    }
  }

  /** Of six turns two are purchases, two reservations, one a refund and one a release. */
  private void write(Side side, RandomGenerator random, int turn)
      throws IOException, InterruptedException {
    switch (turn % 6) {
      case 0, 3 -> buy(side, random);
      case 1, 4 -> reserve(side, random);
      case 2 -> giveBack(side, "checkout", "refund", "orderReference", latest(orders, random));
      default ->
          giveBack(side, "inventory", "release", "reservationId", latest(reservations, random));
    }
  }

  private void buy(Side side, RandomGenerator random) throws IOException, InterruptedException {
    String requestId = nextRequestId();
    XmlElement purchase =
        CheckoutRequests.make(requestId, customer(random), event(random), lines(random));
    Answer answer = ask(asked(side, "checkout", "purchase", Optional.of(requestId), purchase));
    if (answer.status() == 200) {
      orders.add(answer.orderReference());
    }
  }

  private void reserve(Side side, RandomGenerator random) throws IOException, InterruptedException {
    String requestId = nextRequestId();
    XmlElement reserve =
        ReserveRequests.of(requestId, customer(random), event(random), lines(random));
    Answer answer = ask(asked(side, "inventory", "reserve", Optional.of(requestId), reserve));
    answer.text("reservationId").ifPresent(reservations::add);
  }

  private void giveBack(
      Side side, String service, String operation, String field, Optional<String> which)
      throws IOException, InterruptedException {
    if (which.isPresent()) {
      XmlElement request = XmlElement.of(operation, XmlElement.leaf(field, which.get()));
      ask(asked(side, service, operation, Optional.empty(), request));
    }
  }

  private static Asked asked(
      Side side, String service, String operation, Optional<String> requestId, XmlElement request) {
    return new Asked(side, operation, requestId, MessageGenerator.message(service, request));
  }

  private Answer ask(Asked asked) throws IOException, InterruptedException {
    Answer answer = asked.side().ask(chain, asked.message());
    outcomes.merge(asked + " " + answer.outcome(), 1, Integer::sum);
    asked.requestId().ifPresent(id -> told.put(id, answer.outcome()));
    if (answer.outcome().equals(INTERNAL_ERROR)) {
      failed.add(asked);
    }
    return answer;
  }

  /**
   * Sends again what ended in an internal error, one after the other, each until it has another
   * answer; how often which.
   */
  Map<String, Integer> repeatFailed() {
    Map<String, Integer> repeated = new TreeMap<>();
    for (Asked one : failed) {
      Answer answer =
          Awaitility.await()
              .atMost(SOON)
              .until(
                  () -> one.side().ask(chain, one.message()),
                  again -> !again.outcome().equals(INTERNAL_ERROR));
      repeated.merge(one + " " + answer.outcome(), 1, Integer::sum);
      one.requestId().ifPresent(id -> told.put(id, answer.outcome()));
    }
    return repeated;
  }

  /** How often which side answered which operation how. */
  Map<String, Integer> outcomes() {
    return new TreeMap<>(outcomes);
  }

  /** Request ids whose latest answer was an order or a reservation. */
  List<String> answered() {
    return told.entrySet().stream()
        .filter(one -> one.getValue().equals("200"))
        .map(Map.Entry::getKey)
        .toList();
  }

  private String nextRequestId() {
    return run + "-" + requests.incrementAndGet();
  }

  private String event(RandomGenerator random) {
    return GoodRequests.one(events, random);
  }

  private static String customer(RandomGenerator random) {
    return String.valueOf(1 + random.nextInt(60));
  }

  private static List<XmlElement> lines(RandomGenerator random) {
    List<String> codes = new ArrayList<>(CODES);
    Collections.shuffle(codes, random);
    return codes.subList(0, 1 + random.nextInt(MOST_LINES)).stream()
        .map(code -> CheckoutRequests.line(code, 1 + random.nextInt(MOST_TICKETS)))
        .toList();
  }

  /** One of the last few. */
  private static Optional<String> latest(List<String> all, RandomGenerator random) {
    int known = all.size();
    return known == 0
        ? Optional.empty()
        : Optional.of(all.get(known - 1 - random.nextInt(Math.min(known, LATEST))));
  }
}
