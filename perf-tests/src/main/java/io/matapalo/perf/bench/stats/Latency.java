package io.matapalo.perf.bench.stats;

import org.HdrHistogram.AbstractHistogram;

/**
 * A distribution of times in milliseconds, with the number of samples behind it. A percentile is
 * {@link #isThin thin} when fewer than ten samples lie above it. Immutable.
 */
public record Latency(
    long samples,
    double averageMillis,
    double p50Millis,
    double p95Millis,
    double p99Millis,
    double p999Millis,
    double maxMillis) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double FEWEST_ABOVE = 10;

  /** The numbers of a histogram of nanoseconds. */
  public static Latency of(AbstractHistogram nanos) {
    return new Latency(
        nanos.getTotalCount(),
        nanos.getMean() / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(95) / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(99) / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
        nanos.getMaxValue() / NANOS_PER_MILLI);
  }

  /** Whether the percentile rests on fewer than ten samples above it. */
  public boolean isThin(double percentile) {
    return samples * (1 - percentile / 100) < FEWEST_ABOVE;
  }
}
