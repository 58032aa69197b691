package io.matapalo.perf.bench.pacing;

import java.util.random.RandomGenerator;

/**
 * The intended start of each request, as an offset from the start of the load. It never looks at
 * answers: that is what makes the load open-loop. Confined to the pacer thread.
 */
public interface ArrivalSchedule {
  /** The offset of the next arrival; never smaller than the one before. */
  long nextOffsetNanos();

  /** Evenly spaced arrivals. */
  static ArrivalSchedule constant(double perSecond) {
    return new ConstantRate(perSecond);
  }

  /** Arrivals of a Poisson process: independent clients, seeded by {@code random}. */
  static ArrivalSchedule poisson(double perSecond, RandomGenerator random) {
    return new PoissonArrivals(perSecond, random);
  }
}
