package io.matapalo.router.retry;

import io.matapalo.router.retry.Verdict.Action;

/** The action that each phase allows; ROLLBACK as any statement of a transaction. Immutable. */
record Reaction(
    Action connect,
    Action inTransaction,
    Action autocommitRead,
    Action autocommitWrite,
    Action commit) {

  /** The same in every phase. */
  static Reaction always(Action action) {
    return new Reaction(action, action, action, action, action);
  }

  /** The same in every phase but COMMIT, after which the outcome is unknown. */
  static Reaction butUnknownAtCommit(Action action) {
    return new Reaction(action, action, action, action, Action.OUTCOME_UNKNOWN);
  }

  Reaction withConnect(Action other) {
    return new Reaction(other, inTransaction, autocommitRead, autocommitWrite, commit);
  }

  Reaction withAutocommitRead(Action other) {
    return new Reaction(connect, inTransaction, other, autocommitWrite, commit);
  }

  Reaction withAutocommitWrite(Action other) {
    return new Reaction(connect, inTransaction, autocommitRead, other, commit);
  }

  Action in(Phase phase) {
    return switch (phase) {
      case CONNECT -> connect;
      case IN_TRANSACTION, ROLLBACK -> inTransaction;
      case AUTOCOMMIT_READ -> autocommitRead;
      case AUTOCOMMIT_WRITE -> autocommitWrite;
      case COMMIT -> commit;
    };
  }
}
