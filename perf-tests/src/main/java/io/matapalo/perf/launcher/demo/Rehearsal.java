package io.matapalo.perf.launcher.demo;

import io.matapalo.perf.bench.engine.PlannedRequest;
import io.matapalo.perf.bench.outcome.Outcome;
import io.matapalo.perf.bench.pacing.MonotonicClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Requests of the workload one after another, before the load: a cold side would answer its first
 * requests so slowly that an open loop at once builds a queue. Goes on until a single client is
 * served at the rate of the load, or the time is up. Confined to one thread.
 */
final class Rehearsal {
  private static final Duration EACH = Duration.ofSeconds(60);
  private static final Duration AT_MOST = Duration.ofSeconds(90);

  private final LoadSetup load;
  private final int least;
  private final MonotonicClock clock;
  private final Consumer<String> progress;
  private final Deque<Long> latestNanos = new ArrayDeque<>();
  private int requests;

  Rehearsal(LoadSetup load, int least, MonotonicClock clock, Consumer<String> progress) {
    this.load = load;
    this.least = least;
    this.clock = clock;
    this.progress = progress;
  }

  /** Throws a {@link DemoException} as soon as one request does not succeed. */
  void of(String side) throws InterruptedException {
    long began = clock.nanos();
    while (!isWarm() && clock.nanos() - began < AT_MOST.toNanos()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("asked to end");
      }
      one(side);
    }
    progress.accept(
        String.format(
            Locale.ROOT,
            "rehearsal of %s: %d requests one by one, the latest %d at %.1f ms on average%s",
            side,
            requests,
            latestNanos.size(),
            averageNanos() / TimeUnit.MILLISECONDS.toNanos(1),
            isWarm() ? "" : "; still slower than the load asks for: this machine is very busy"));
  }

  private void one(String side) {
    PlannedRequest request = load.requests().next();
    long began = clock.nanos();
    Outcome outcome = load.engine().sendOne(request, EACH);
    if (!(outcome instanceof Outcome.Success)) {
      throw new DemoException(
          "%s ended in %s in the rehearsal of %s; see the logs of the run"
              .formatted(request.operation(), outcome, side));
    }
    requests++;
    latestNanos.addLast(clock.nanos() - began);
    if (latestNanos.size() > least) {
      latestNanos.removeFirst();
    }
  }

  private boolean isWarm() {
    return requests >= least && averageNanos() * load.perSecond() <= TimeUnit.SECONDS.toNanos(1);
  }

  private double averageNanos() {
    return latestNanos.stream().mapToLong(Long::longValue).average().orElse(0);
  }
}
