package io.matapalo.router.transaction.outcome;

import java.util.Optional;

/** What is proven of an attempt whose commit's answer was lost. Immutable. */
public sealed interface Resolution {

  /**
   * It is stored.
   *
   * @param result what the work answered, where that was kept
   */
  record Committed(Optional<ResultBytes> result) implements Resolution {}

  /** It is not stored and can no longer be: its id is taken. */
  record NotCommitted() implements Resolution {}

  /**
   * Nothing is proven.
   *
   * @param reason what stood in the way, without data of the application
   */
  record Open(String reason) implements Resolution {}
}
