package io.matapalo.router.transaction.metrics;

import java.util.Locale;

/** What happens to units of work, as metrics count it. */
public enum Event {
  /** A call began. */
  CALL,
  /** An attempt began. */
  ATTEMPT,
  /** A call was committed, whether its answer arrived or was found out. */
  COMMITTED,
  /** A call was answered from the row of an earlier one with the same key. */
  REPLAYED,
  /** The work's own exception, or an error that no retry mends, ended a call. */
  FAILED,
  /** No attempts were left. */
  ATTEMPTS_EXHAUSTED,
  /** The deadline had passed. */
  DEADLINE_EXHAUSTED,
  /** The retry budget of the node and operation was used up. */
  BUDGET_EXHAUSTED,
  /** The thread was interrupted while it waited. */
  INTERRUPTED,
  /** The answer to a commit was lost. */
  IN_DOUBT,
  /** A lost answer was found out: committed. */
  RESOLVED_COMMITTED,
  /** A lost answer was found out: not committed. */
  RESOLVED_NOT_COMMITTED,
  /** A lost answer was not found out in time. */
  UNKNOWN,
  /** A hook after a commit threw. */
  HOOK_FAILED;

  String label() {
    return label(name());
  }

  static String label(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
