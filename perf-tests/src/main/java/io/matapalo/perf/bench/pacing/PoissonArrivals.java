package io.matapalo.perf.bench.pacing;

import java.util.random.RandomGenerator;

/** Arrivals with exponentially distributed gaps. Confined to the pacer thread. */
final class PoissonArrivals implements ArrivalSchedule {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double meanGapNanos;
  private final RandomGenerator random;
  private double offsetNanos;

  PoissonArrivals(double perSecond, RandomGenerator random) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("rate must be above 0 per second, was " + perSecond);
    }
    this.meanGapNanos = NANOS_PER_SECOND / perSecond;
    this.random = random;
  }

  @Override
  public long nextOffsetNanos() {
    offsetNanos += meanGapNanos * random.nextExponential();
    return Math.round(offsetNanos);
  }
}
