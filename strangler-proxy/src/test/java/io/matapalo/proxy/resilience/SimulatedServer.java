package io.matapalo.proxy.resilience;

import io.matapalo.proxy.catalogue.Priority;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A server with some workers behind a limit that follows its latency, and clients that ask again as
 * soon as they have an answer, on a clock of its own. Up to as many requests as workers latency is
 * the service time; above that it grows with the load. Chance has a fixed seed.
 */
final class SimulatedServer {

  private static final int JITTER_PERCENT = 20;

  private record Event(long atMillis, long number, Runnable what) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::atMillis).thenComparingLong(Event::number));
  private final Queue<Long> jobs = new ArrayDeque<>();
  private final Queue<Long> nextServices = new ArrayDeque<>();
  private final RandomGenerator chance =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_129);
  private final Protection protection;
  private int workers;
  private long serviceMillis;
  private long nowMillis;
  private long eventCount;
  private int busy;
  private long served;
  private int leastLimit;

  SimulatedServer(Protection.Adaptation limit, int max, int workers, long serviceMillis) {
    InstantSource clock = () -> Instant.ofEpochMilli(nowMillis);
    this.protection =
        new Protection(
            "simulated",
            new Protection.Settings(Optional.of(limit), Optional.empty()),
            new Protection.Capacity(max, 10_000),
            clock);
    this.workers = workers;
    this.serviceMillis = serviceMillis;
  }

  SimulatedServer clients(int count) {
    for (int i = 0; i < count; i++) {
      ask();
    }
    return this;
  }

  void becomes(int otherWorkers, long otherServiceMillis) {
    workers = otherWorkers;
    serviceMillis = otherServiceMillis;
    work();
  }

  /** The next request that a worker takes is one of this time. */
  void nextTakes(long millis) {
    nextServices.add(millis);
  }

  /** Answers a second over the time. */
  double run(Duration time) {
    long until = nowMillis + time.toMillis();
    long before = served;
    leastLimit = limit();
    while (!events.isEmpty() && events.element().atMillis() <= until) {
      Event event = events.remove();
      nowMillis = event.atMillis();
      event.what().run();
      leastLimit = Math.min(leastLimit, limit());
    }
    nowMillis = until;
    return (served - before) * 1_000.0 / time.toMillis();
  }

  int limit() {
    return protection.admission().limit();
  }

  /** The lowest limit of the latest run. */
  int leastLimit() {
    return leastLimit;
  }

  private void ask() {
    Admission.Entry entry =
        protection.admission().enter(Priority.NORMAL, new ToldWaiter(this::send, () -> {}));
    if (entry instanceof Admission.Admitted) {
      send();
    }
  }

  private void send() {
    jobs.add(nowMillis);
    work();
  }

  private void work() {
    while (busy < workers && !jobs.isEmpty()) {
      long sentMillis = jobs.remove();
      busy++;
      at(nowMillis + service(), () -> answer(sentMillis));
    }
  }

  private long service() {
    if (!nextServices.isEmpty()) {
      return nextServices.remove();
    }
    long jitter = serviceMillis * JITTER_PERCENT / 100;
    return serviceMillis + chance.nextLong(-jitter, jitter + 1);
  }

  private void answer(long sentMillis) {
    busy--;
    served++;
    protection.answered(sentMillis);
    protection.admission().release();
    work();
    ask();
  }

  private void at(long millis, Runnable what) {
    events.add(new Event(millis, eventCount++, what));
  }
}
