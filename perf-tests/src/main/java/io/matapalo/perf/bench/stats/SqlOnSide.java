package io.matapalo.perf.bench.stats;

/**
 * What one side sent to the database for one operation in a window; the divisor is the number of
 * requests that the same recorder counted. Immutable.
 */
public record SqlOnSide(String side, StatementCounts counts) {
  /** Statements of every verb for one request; 0 when there was none. */
  public double statementsPerRequest() {
    return perRequest(counts.statements());
  }

  /** {@code count} divided by the requests; 0 when there was none. */
  public double perRequest(long count) {
    return counts.requests() == 0 ? 0 : (double) count / counts.requests();
  }
}
