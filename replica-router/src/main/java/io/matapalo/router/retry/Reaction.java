package io.matapalo.router.retry;

import io.matapalo.router.retry.Verdict.Action;

/**
 * What may be done about one kind of failure, by phase. A failed ROLLBACK is answered as a failed
 * statement of the transaction. Immutable.
 */
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

  /** Nothing ran, or it was rolled back; but whatever comes from COMMIT leaves it open. */
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
