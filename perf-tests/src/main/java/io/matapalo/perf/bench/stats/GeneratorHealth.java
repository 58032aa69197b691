package io.matapalo.perf.bench.stats;

/**
 * How the load generator itself fared in a window: arrivals planned, arrivals it had to reject
 * because too many were in flight, and how late arrivals left. Immutable.
 */
public record GeneratorHealth(long planned, long rejected, Latency lateness) {
  private static final double MAX_REJECTED_SHARE = 0.001;
  private static final double LATE_MILLIS = 20;
  private static final double FAR_TOO_LATE_MILLIS = 200;

  /**
   * INVALID above 0.1 % rejected, or when half of the arrivals left over 200 ms late; SUSPECT when
   * one in a hundred left over 20 ms late, or anything at all was rejected.
   */
  public Verdict verdict() {
    if (rejected > planned * MAX_REJECTED_SHARE || lateness.p50Millis() > FAR_TOO_LATE_MILLIS) {
      return Verdict.INVALID;
    }
    boolean late = lateness.p99Millis() > LATE_MILLIS;
    return late || rejected > 0 ? Verdict.SUSPECT : Verdict.VALID;
  }

  /** The reason of the verdict, in words. */
  public String reason() {
    return switch (verdict()) {
      case VALID -> "requests left on time";
      case SUSPECT, INVALID ->
          "%d of %d arrivals rejected, lateness p50 %.1f ms, p99 %.1f ms"
              .formatted(rejected, planned, lateness.p50Millis(), lateness.p99Millis());
    };
  }
}
