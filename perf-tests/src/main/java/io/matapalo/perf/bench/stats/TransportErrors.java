package io.matapalo.perf.bench.stats;

/** Requests to which no whole answer came, by reason. Immutable. */
public record TransportErrors(long connects, long timeouts, long resets, long malformed) {
  /** All of them. */
  public long total() {
    return connects + timeouts + resets + malformed;
  }

  TransportErrors plus(TransportErrors other) {
    return new TransportErrors(
        connects + other.connects,
        timeouts + other.timeouts,
        resets + other.resets,
        malformed + other.malformed);
  }
}
