package io.matapalo.perf.launcher.costs;

import java.time.Duration;

/**
 * How many requests. Immutable.
 *
 * @param warm of each operation to each side before anything is measured
 * @param warmAtMost how long that may take for one operation on one side
 * @param rounds how often the sides take turns with an operation
 * @param requests of each side in a round
 * @param atMost how long a round may take on one side; what was sent by then is the round
 */
public record CostPlan(int warm, Duration warmAtMost, int rounds, int requests, Duration atMost) {
  /** Counts do not depend on how warm a server is, so that few requests are enough. */
  public static final CostPlan OF_COUNTS =
      new CostPlan(5, Duration.ofSeconds(30), 1, 20, Duration.ofSeconds(30));

  /** Times do: warm against warm, in turns. */
  public static final CostPlan OF_TIMES =
      new CostPlan(1_000, Duration.ofSeconds(90), 4, 50, Duration.ofSeconds(10));

  @Override
  public String toString() {
    return "%d requests of each operation to each side before, at most %d s of each; then %d times %d, the sides in turns, at most %d s each time"
        .formatted(warm, warmAtMost.toSeconds(), rounds, requests, atMost.toSeconds());
  }
}
