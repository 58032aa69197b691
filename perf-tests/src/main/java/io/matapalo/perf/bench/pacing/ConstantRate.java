package io.matapalo.perf.bench.pacing;

/** Evenly spaced arrivals, without drift: the k-th is k / rate. Confined to the pacer thread. */
final class ConstantRate implements ArrivalSchedule {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double perSecond;
  private long arrivals;

  ConstantRate(double perSecond) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("rate must be above 0 per second, was " + perSecond);
    }
    this.perSecond = perSecond;
  }

  @Override
  public long nextOffsetNanos() {
    return Math.round(arrivals++ * NANOS_PER_SECOND / perSecond);
  }
}
