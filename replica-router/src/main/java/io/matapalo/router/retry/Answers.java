package io.matapalo.router.retry;

import io.matapalo.router.retry.Verdict.Action;

/**
 * What may be done about one kind of failure, by phase. A failed ROLLBACK is answered as a failed
 * statement of the transaction. Immutable.
 */
record Answers(
    Action connect,
    Action inTransaction,
    Action autocommitRead,
    Action autocommitWrite,
    Action commit) {

  /** The same in every phase. */
  static Answers always(Action action) {
    return new Answers(action, action, action, action, action);
  }

  /** Nothing ran, or it was rolled back; but whatever comes from COMMIT leaves it open. */
  static Answers butUnknownAtCommit(Action action) {
    return new Answers(action, action, action, action, Action.OUTCOME_UNKNOWN);
  }

  Answers withConnect(Action other) {
    return new Answers(other, inTransaction, autocommitRead, autocommitWrite, commit);
  }

  Answers withAutocommitRead(Action other) {
    return new Answers(connect, inTransaction, other, autocommitWrite, commit);
  }

  Answers withAutocommitWrite(Action other) {
    return new Answers(connect, inTransaction, autocommitRead, other, commit);
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
