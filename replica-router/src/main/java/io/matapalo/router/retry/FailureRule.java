package io.matapalo.router.retry;

import io.matapalo.router.retry.Verdict.Action;
import java.util.EnumSet;
import java.util.Set;

/**
 * A rule of the table of failures: errors that mean the same have the same reaction. Immutable.
 *
 * @param says what has happened
 * @param match the errors that the rule is about
 * @param reaction what may be done about them, by phase
 * @param effects what else follows
 */
record FailureRule(
    String says, FailureMatch match, Cause cause, Reaction reaction, Set<Effect> effects) {

  /** What else follows from a failure. */
  enum Effect {
    /** The transaction can only be rolled back. */
    DOOMS,
    /** The physical connection is thrown away. */
    EVICTS,
    /** The node is probed at once. */
    SUSPECT
  }

  FailureRule {
    effects = Set.copyOf(effects);
  }

  static FailureRule of(
      String says, FailureMatch match, Cause cause, Reaction reaction, Effect... effects) {
    Set<Effect> set = EnumSet.noneOf(Effect.class);
    set.addAll(Set.of(effects));
    return new FailureRule(says, match, cause, reaction, set);
  }

  /** The verdict on such a failure in {@code phase}. */
  Verdict in(Phase phase) {
    Action action = reaction.in(phase);
    return new Verdict(
        action,
        cause,
        dooms(phase, action),
        evicts(phase, action),
        effects.contains(Effect.SUSPECT));
  }

  /** Outside a transaction, and after its rollback, there is nothing left to roll back. */
  private boolean dooms(Phase phase, Action action) {
    boolean open = phase == Phase.IN_TRANSACTION || phase == Phase.COMMIT;
    return open && (effects.contains(Effect.DOOMS) || action == Action.OUTCOME_UNKNOWN);
  }

  /** A connection whose state is unknown is never used again. */
  private boolean evicts(Phase phase, Action action) {
    boolean stateUnknown =
        phase == Phase.CONNECT
            || action == Action.OUTCOME_UNKNOWN
            || (phase == Phase.ROLLBACK && cause != Cause.CONFLICT);
    return stateUnknown || effects.contains(Effect.EVICTS);
  }
}
