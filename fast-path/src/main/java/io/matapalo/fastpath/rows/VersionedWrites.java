package io.matapalo.fastpath.rows;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.sql.SQLException;

/**
 * Changes of one row on a condition that a change ends, such as the version that a client read: of
 * two who write on the same condition, one succeeds. A commit whose answer was lost is looked for:
 * the change runs once more, waits for a commit under way, and either takes its place or finds the
 * row as it wants it. Blocks. Thread-safe.
 */
public final class VersionedWrites {

  private final Transactions transactions;
  private final Counters counters;

  /** Of one kind of transaction. */
  public VersionedWrites(Transactions transactions, Counters counters) {
    this.transactions = transactions;
    this.counters = counters;
  }

  /** Whether the row is by now as the change wants it. */
  @FunctionalInterface
  public interface Outcome {
    boolean isThere() throws SQLException;
  }

  /**
   * Runs {@code change}, which answers whether its condition held; so does this.
   *
   * @throws SQLException as {@link Transactions#run}
   * @throws TransactionFailed as {@link Transactions#run}
   * @throws CommitUnknown if the answers to two commits were lost
   */
  public boolean change(Transactions.Work<Boolean> change, Outcome outcome, Deadline deadline)
      throws SQLException {
    try {
      return transactions.run(deadline, change);
    } catch (CommitUnknown lost) {
      boolean stored = transactions.run(deadline, change) || outcome.isThere();
      counters.count(EventCounter.COMMIT_RESOLVED);
      return stored;
    }
  }
}
