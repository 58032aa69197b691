package io.matapalo.fastpath;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.CommitUnknown;
import io.matapalo.fastpath.rows.TransactionFailed;
import io.matapalo.fastpath.rows.Transactions;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.transaction.TransactionPolicy;
import io.matapalo.router.transaction.outcome.OutcomeUnknownException;
import io.matapalo.router.transaction.outcome.TransactionException;
import io.matapalo.router.transaction.work.Transaction;
import java.sql.SQLException;
import java.time.Duration;

/**
 * {@link Transactions} of the router, of one kind: each kind has its own name in the router's
 * metrics, and its own retry budget. The router's table of failures decides what runs again, the
 * deadline of the request and the budget for how long. No outcome row is kept, because the rows
 * themselves prove a commit. Thread-safe.
 */
final class RouterTransactions implements Transactions {

  private final ReplicaRouter router;
  private final TransactionPolicy policy;
  private final Counters counters;

  /** Transactions called {@code kind}, such as {@code Checkout.book}. */
  RouterTransactions(ReplicaRouter router, String kind, Counters counters) {
    this.router = router;
    this.policy = TransactionPolicy.writing(kind).withoutOutcomeRow();
    this.counters = counters;
  }

  @Override
  public <T> T run(Deadline deadline, Work<T> work) throws SQLException {
    Duration left = deadline.remaining();
    if (left.isZero()) {
      throw new TransactionFailed("no time is left for a transaction", null);
    }
    try {
      return router.inTransaction(policy.withDeadline(left), tx -> counted(tx, work));
    } catch (OutcomeUnknownException e) {
      throw new CommitUnknown(e);
    } catch (TransactionException e) {
      throw new TransactionFailed("a transaction was not committed", e);
    }
  }

  private <T> T counted(Transaction transaction, Work<T> work) throws SQLException {
    if (transaction.attempt() > 1) {
      counters.count(EventCounter.TRANSACTION_RETRY);
    }
    return work.on(transaction.connection());
  }
}
