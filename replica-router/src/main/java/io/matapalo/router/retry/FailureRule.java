package io.matapalo.router.retry;

import io.matapalo.router.retry.Verdict.Action;
import java.util.EnumSet;
import java.util.Set;

/**
 * One row of the table: failures that mean the same. Immutable.
 *
 * @param says what has happened
 * @param means which failures these are
 */
record FailureRule(
    String says, FailureMatch means, Cause cause, Reaction answers, Set<Effect> effects) {

  /** What a failure of this kind does beside failing. */
  enum Effect {
    /** The transaction can only be rolled back. */
    DOOMS,
    /** The physical connection is thrown away. */
    EVICTS,
    /** The node is asked at once how it is. */
    SUSPECT
  }

  FailureRule {
    effects = Set.copyOf(effects);
  }

  static FailureRule of(
      String says, FailureMatch means, Cause cause, Reaction answers, Effect... effects) {
    Set<Effect> set = EnumSet.noneOf(Effect.class);
    set.addAll(Set.of(effects));
    return new FailureRule(says, means, cause, answers, set);
  }

  /** What it means in {@code phase}. */
  Verdict in(Phase phase) {
    Action action = answers.in(phase);
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

  /** One whose state nobody knows is never used again. */
  private boolean evicts(Phase phase, Action action) {
    boolean stateUnknown =
        phase == Phase.CONNECT
            || action == Action.OUTCOME_UNKNOWN
            || (phase == Phase.ROLLBACK && cause != Cause.CONFLICT);
    return stateUnknown || effects.contains(Effect.EVICTS);
  }
}
