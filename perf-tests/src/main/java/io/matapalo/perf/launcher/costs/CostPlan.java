package io.matapalo.perf.launcher.costs;

import java.time.Duration;

/**
 * How many requests. {@code warm}: of each operation to each side before anything is measured;
 * {@code rounds}: how often the sides take turns with an operation; {@code requests}: of each side
 * in a round, fewer where {@code atMost} is over. Immutable.
 */
public record CostPlan(int warm, int rounds, int requests, Duration atMost) {
  /** Counts do not depend on how warm a server is, so that few requests are enough. */
  public static final CostPlan OF_COUNTS = new CostPlan(5, 1, 20, Duration.ofSeconds(30));

  /** Times do: warm against warm, in turns. */
  public static final CostPlan OF_TIMES = new CostPlan(300, 4, 50, Duration.ofSeconds(10));

  @Override
  public String toString() {
    return "%d requests of each operation to each side before, then %d times %d, the sides in turns, at most %d s each time"
        .formatted(warm, rounds, requests, atMost.toSeconds());
  }
}
