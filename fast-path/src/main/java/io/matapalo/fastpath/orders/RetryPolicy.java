package io.matapalo.fastpath.orders;

import io.matapalo.fastpath.pacing.Backoff;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.pacing.Pause;
import io.matapalo.fastpath.pacing.RetryBudget;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How often and how soon a transaction is repeated. Thread-safe if its generator is. */
public record RetryPolicy(
    int maxAttempts, RetryBudget budget, Pause pause, RandomGenerator random) {

  private static final Duration BASE = Duration.ofMillis(5);
  private static final Duration CAP = Duration.ofMillis(250);

  Backoff newBackoff() {
    return new Backoff(BASE, CAP, random);
  }

  /** Whether another attempt may follow {@code attempt}; takes it from the budget. */
  boolean allows(int attempt, Deadline deadline) {
    return attempt < maxAttempts && !deadline.hasPassed() && budget.tryRetry();
  }
}
