package io.matapalo.router.transaction;

import io.matapalo.router.transaction.work.Work;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work as its caller gave it. Immutable.
 *
 * @param stored what the outcome row keeps beside the proof; null: nothing
 * @param left the time until the policy's deadline; not positive once it has passed
 */
record UnitOfWork<T extends @Nullable Object, E extends Exception>(
    TransactionPolicy policy,
    @Nullable StoredResult<T> stored,
    Work<T, E> work,
    Supplier<Duration> left) {

  private static final Duration LONGEST_PROOF = Duration.ofSeconds(1);
  private static final int SHARE_OF_PROOF = 5;

  boolean isLate() {
    return left.get().compareTo(Duration.ZERO) <= 0;
  }

  /**
   * How long a COMMIT may take. Where an outcome row can prove what became of it, a fifth of the
   * time, a second at most, is kept for that proof.
   */
  Duration leftForCommit() {
    Duration now = left.get();
    if (!policy.outcomeRow()) {
      return now;
    }
    Duration proof = now.dividedBy(SHARE_OF_PROOF);
    return now.minus(proof.compareTo(LONGEST_PROOF) < 0 ? proof : LONGEST_PROOF);
  }
}
