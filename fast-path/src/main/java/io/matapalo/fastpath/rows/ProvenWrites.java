package io.matapalo.fastpath.rows;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.telemetry.Counters;
import io.matapalo.fastpath.telemetry.EventCounter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Transactions that are stored once, however often they run, and whose own rows prove it: no other
 * record of a commit is kept. A commit whose answer was lost is neither a success nor a failure:
 * the work runs once more, waits for a commit under way, and then finds what that has stored or
 * takes its place. Blocks. Thread-safe.
 */
public final class ProvenWrites {

  private static final int DUPLICATE_KEY = 1062;
  private static final int MOST_DRAWS = 3;

  private final Transactions transactions;
  private final Counters counters;

  /** Of one kind of transaction. */
  public ProvenWrites(Transactions transactions, Counters counters) {
    this.transactions = transactions;
    this.counters = counters;
  }

  /** What a run may assume of those before it. */
  public enum Earlier {
    /** None of them is stored. */
    NOT_STORED,
    /** One may be, or yet arrive from another node. */
    PERHAPS_STORED
  }

  /** Inserts under a unique key; draws its random numbers anew in each run. */
  @FunctionalInterface
  public interface Insert<T> {
    T on(Connection connection, Earlier earlier) throws SQLException;
  }

  /** Whether somebody has the unique key by now. */
  @FunctionalInterface
  public interface Holder {
    boolean isThere() throws SQLException;
  }

  /**
   * Inserts; empty when {@code holder} was there before, maybe by a run of our own. Random numbers
   * that collide with those of others are drawn again.
   *
   * @throws SQLException as {@link Transactions#run}
   * @throws TransactionFailed when attempts, budget or time ran out, or nobody can tell
   */
  public <T> Optional<T> insert(Insert<T> insert, Holder holder, Deadline deadline)
      throws SQLException {
    try {
      return draw(deadline, connection -> insert.on(connection, Earlier.NOT_STORED), holder);
    } catch (CommitUnknown lost) {
      return again(lost, () -> draw(deadline, on -> insert.on(on, Earlier.PERHAPS_STORED), holder));
    }
  }

  /**
   * Changes rows under a condition that holds once only, such as a status.
   *
   * @throws SQLException as {@link Transactions#run}
   * @throws TransactionFailed when attempts, budget or time ran out, or nobody can tell
   */
  public <T> T change(Transactions.Work<T> change, Deadline deadline) throws SQLException {
    try {
      return transactions.run(deadline, change);
    } catch (CommitUnknown lost) {
      return again(lost, () -> transactions.run(deadline, change));
    }
  }

  @FunctionalInterface
  private interface Run<T> {
    T run() throws SQLException;
  }

  private <T> T again(CommitUnknown lost, Run<T> work) throws SQLException {
    try {
      T result = work.run();
      counters.count(EventCounter.COMMIT_RESOLVED);
      return result;
    } catch (CommitUnknown e) {
      e.addSuppressed(lost);
      throw new TransactionFailed("the answers to two commits were lost", e);
    }
  }

  private <T> Optional<T> draw(Deadline deadline, Transactions.Work<T> work, Holder holder)
      throws SQLException {
    for (int draw = 1; draw <= MOST_DRAWS; draw++) {
      try {
        return Optional.of(transactions.run(deadline, work));
      } catch (SQLException e) {
        if (e.getErrorCode() != DUPLICATE_KEY) {
          throw e;
        }
        if (holder.isThere()) {
          return Optional.empty();
        }
      }
    }
    throw new TransactionFailed("random numbers collided " + MOST_DRAWS + " times", null);
  }
}
