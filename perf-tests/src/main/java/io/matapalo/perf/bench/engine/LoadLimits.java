package io.matapalo.perf.bench.engine;

import java.time.Duration;

/**
 * Bounds of the generator. {@code maxInFlight}: arrivals beyond it are rejected and counted,
 * default 1,000. {@code deadline}: how long after its intended start a request is given up, default
 * 10 s.
 */
public record LoadLimits(int maxInFlight, Duration deadline) {
  public LoadLimits {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("max-in-flight must be at least 1, was " + maxInFlight);
    }
    if (!deadline.isPositive()) {
      throw new IllegalArgumentException("deadline must be positive, was " + deadline);
    }
  }

  /** 1,000 in flight, 10 s. */
  public static LoadLimits defaults() {
    return new LoadLimits(1_000, Duration.ofSeconds(10));
  }
}
