package io.matapalo.router.retry;

/**
 * What a failure means for the transaction it happened in. Immutable.
 *
 * <p>In {@link Phase#ROLLBACK} a verdict that does not evict means that the transaction is gone, so
 * that the rollback counts as done; one that evicts means that throwing the connection away is what
 * rolls it back.
 *
 * @param action what may be done about it
 * @param dooms must the transaction be rolled back before anything else is sent?
 * @param evicts must the physical connection be thrown away?
 * @param suspect should the node be asked at once how it is?
 */
public record Verdict(Action action, Cause cause, boolean dooms, boolean evicts, boolean suspect) {

  /** What may be done about a failure. */
  public enum Action {
    /** Nothing of it is stored: the whole unit of work may run again, on the same node. */
    RETRY,
    /** Nothing of it is stored: it may run again, on another node if there is one. */
    RETRY_ELSEWHERE,
    /** It may be stored or not: only its outcome row tells. */
    OUTCOME_UNKNOWN,
    /** To be handed up as it is. */
    FAIL
  }

  /** Is nothing of it stored, so that the whole unit of work may run again? */
  public boolean mayRunAgain() {
    return action == Action.RETRY || action == Action.RETRY_ELSEWHERE;
  }
}
