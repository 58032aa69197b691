package io.matapalo.router.transaction.metrics;

import java.util.Locale;

/** An event in the life of a unit of work, as metrics count it. */
public enum Event {
  /** A call began. */
  CALL,
  /** An attempt began. */
  ATTEMPT,
  /** A call was committed, by the answer of COMMIT or by its outcome row. */
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
  /** The outcome row proved a commit whose answer was lost. */
  RESOLVED_COMMITTED,
  /** The fence proved that a commit whose answer was lost had not happened. */
  RESOLVED_NOT_COMMITTED,
  /** No proof of a commit in doubt was found in time. */
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
