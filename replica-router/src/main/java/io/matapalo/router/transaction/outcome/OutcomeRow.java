package io.matapalo.router.transaction.outcome;

import java.util.Optional;

/**
 * One row of the outcome table. Immutable.
 *
 * @param id the attempt
 * @param state what is proven
 * @param payload hash of the payload that came with an idempotency key
 * @param result what the work answered, where that was kept
 */
public record OutcomeRow(
    OutcomeId id, State state, Optional<KeyHash> payload, Optional<ResultBytes> result) {

  /** What a row proves. */
  public enum State {
    /** It came with the work's commit. */
    COMMITTED,
    /** It came without, so the attempt can no longer commit: the key is taken. */
    FENCED
  }
}
