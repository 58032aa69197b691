package io.matapalo.proxy.resilience;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What stands between clients and one cluster: the permits with their queue, the limit that follows
 * latency, the circuit breaker. Thread-safe.
 */
public final class Protection {

  private final InstantSource clock;
  private final Admission admission;
  private final Optional<AdaptiveLimit> limit;
  private final Optional<CircuitBreaker> breaker;

  /**
   * What of it there is, beside permits.
   *
   * @param limit absent for a limit that stays, which is the default
   * @param breaker absent by default
   */
  public record Settings(Optional<Adaptation> limit, Optional<CircuitBreaker.Settings> breaker) {}

  /**
   * The bounds of a limit that follows latency.
   *
   * @param min requests at a time that are always allowed; the limit begins there
   * @param tolerancePercent by how much latency may exceed the baseline, default 50
   * @param measureEvery between two measurements of the baseline, default 60s
   */
  public record Adaptation(int min, int tolerancePercent, Duration measureEvery) {

    double tolerance() {
      return 1 + tolerancePercent / 100.0;
    }
  }

  /**
   * The most that a cluster takes.
   *
   * @param maxPermits requests at a time
   * @param maxQueue requests that wait for a permit
   */
  public record Capacity(int maxPermits, int maxQueue) {}

  /** Nobody has a permit yet, and the breaker is closed. */
  public Protection(String cluster, Settings settings, Capacity capacity, InstantSource clock) {
    this.clock = clock;
    this.limit =
        settings.limit().map(known -> new AdaptiveLimit(known, capacity.maxPermits(), clock));
    this.breaker = settings.breaker().map(known -> new CircuitBreaker(cluster, known, clock));
    this.admission =
        limit
            .map(adaptive -> new Admission(adaptive::current, capacity.maxQueue()))
            .orElseGet(() -> new Admission(capacity.maxPermits(), capacity.maxQueue()));
  }

  /** Who may come in. */
  public Admission admission() {
    return admission;
  }

  /** The circuit breaker, if there is one. */
  public Optional<CircuitBreaker> breaker() {
    return breaker;
  }

  /** A request that was sent then is answered at this moment, and has its permit still. */
  public void answered(long sentAtMillis) {
    if (limit.isPresent() && limit.get().took(clock.millis() - sentAtMillis, admission.inUse())) {
      admission.limitChanged();
    }
  }
}
