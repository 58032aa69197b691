package io.matapalo.router.transaction;

import io.matapalo.router.transaction.metrics.Event;
import io.matapalo.router.transaction.metrics.TransactionMetrics;
import io.matapalo.router.transaction.outcome.ConflictException;
import io.matapalo.router.transaction.outcome.FailedTransactionException;
import io.matapalo.router.transaction.outcome.IdempotencyConflictException;
import io.matapalo.router.transaction.outcome.Link;
import io.matapalo.router.transaction.outcome.Outcome;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.OutcomeUnknownException;
import io.matapalo.router.transaction.outcome.Pace;
import io.matapalo.router.transaction.outcome.Resolution;
import io.matapalo.router.transaction.outcome.TransactionException;
import io.matapalo.router.transaction.work.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs units of work as whole transactions: again on a fresh one after a conflict, within attempts,
 * a deadline and a budget, and proves by an outcome row what a commit did whose answer was lost.
 * Thread-safe; blocks the calling thread.
 */
public final class TransactionRunner {

  private static final Logger LOG = Logger.getLogger("io.matapalo.router");
  private static final int ROWS_A_PURGE = 1_000;

  /** What this thread runs; of any runner, since an inner commit would not go with an outer one. */
  private static final ThreadLocal<@Nullable String> RUNNING = new ThreadLocal<>();

  private final Machinery machinery;

  TransactionRunner(DataSource source, TransactionSettings settings, Pace pace) {
    this.machinery = new Machinery(source, settings, pace);
  }

  /**
   * Over connections that tell their transaction's state: those of {@code jdbc:matapalo:} with a
   * topology, below any pool. Looks at once whether the outcome table is there.
   *
   * @throws TransactionException if it is not, naming the command that makes it
   */
  public static TransactionRunner over(DataSource source, TransactionSettings settings) {
    TransactionRunner runner = unchecked(source, settings);
    runner.checkOutcomeTable();
    return runner;
  }

  /** The same, but does not look for the outcome table: work that keeps no row needs none. */
  public static TransactionRunner unchecked(DataSource source, TransactionSettings settings) {
    return new TransactionRunner(source, settings, Pace.ofTheSystem());
  }

  /**
   * Looks whether the outcome table is there and is as it must be.
   *
   * @throws TransactionException if it is not, naming the command that makes it
   */
  public void checkOutcomeTable() {
    Optional<String> defect;
    try {
      Link link = Link.open(machinery.source());
      try {
        defect = machinery.table().defect(link.connection());
      } finally {
        link.close();
      }
    } catch (SQLException e) {
      throw new FailedTransactionException(
          "cannot look at the outcome table "
              + machinery.table()
              + ": error "
              + e.getErrorCode()
              + "; see the cause",
          e);
    }
    if (defect.isPresent()) {
      throw new FailedTransactionException(defect.get(), null);
    }
  }

  /**
   * Runs {@code work} and answers its result once it is committed.
   *
   * @throws E what the work threw; all that it did is rolled back
   * @throws ConflictException if it is not committed and will not be tried again
   * @throws OutcomeUnknownException if nobody can tell whether it is committed
   * @throws IllegalStateException inside of another unit of work
   */
  public <T extends @Nullable Object, E extends Exception> T inTransaction(
      TransactionPolicy policy, Work<T, E> work) throws E {
    return valueOf(policy, runWith(policy, null, work));
  }

  /**
   * The same, with its result in the outcome row; under a key at most once, whoever calls.
   *
   * @throws IdempotencyConflictException if the key came before with another payload
   */
  public <T extends @Nullable Object, E extends Exception> T inTransaction(
      TransactionPolicy policy, StoredResult<T> stored, Work<T, E> work) throws E {
    return valueOf(policy, runWith(policy, stored, work));
  }

  /** Runs {@code work} and tells what became of it; throws errors of the work only. */
  public <T extends @Nullable Object, E extends Exception> Outcome<T> run(
      TransactionPolicy policy, Work<T, E> work) {
    return runWith(policy, null, work);
  }

  /** The same, with its result in the outcome row; under a key at most once, whoever calls. */
  public <T extends @Nullable Object, E extends Exception> Outcome<T> run(
      TransactionPolicy policy, StoredResult<T> stored, Work<T, E> work) {
    return runWith(policy, stored, work);
  }

  /** What is known of an attempt by now; asks once and changes nothing. */
  public Resolution outcomeOf(OutcomeId id) {
    refuseIfOld(id);
    return machinery.resolver().look(id);
  }

  /**
   * Proves what became of an attempt: where it is not committed, takes its id so that it never will
   * be. Waits at most {@code outcome.deadline}. After a failover in {@code primary-replica} the
   * answer holds for what the primary of now has: ask only once that one is final.
   */
  public Resolution settle(OutcomeId id) {
    refuseIfOld(id);
    return machinery.resolve(id, Optional.empty());
  }

  /**
   * Deletes outcome rows, a thousand at a time, each thousand in a transaction of its own.
   *
   * @param age older rows go; at least twice the setting {@code outcome.horizon}. A key used again
   *     after that is a key never seen
   * @return how many
   */
  public long purgeOutcomes(Duration age) {
    Duration least = machinery.settings().horizon().multipliedBy(2);
    if (age.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "outcome rows are kept for " + least + " (twice outcome.horizon), was " + age);
    }
    TransactionPolicy policy =
        TransactionPolicy.writing("matapalo.purgeOutcomes").withoutOutcomeRow();
    long purged = 0;
    int latest = ROWS_A_PURGE;
    while (latest == ROWS_A_PURGE) {
      latest = purgeSome(policy, age);
      purged += latest;
    }
    return purged;
  }

  /** What units of work came to so far. */
  public TransactionMetrics metrics() {
    return machinery.counts().snapshot();
  }

  private int purgeSome(TransactionPolicy policy, Duration age) {
    try {
      return inTransaction(
          policy, tx -> machinery.table().purge(tx.connection(), age, ROWS_A_PURGE));
    } catch (SQLException e) {
      throw new FailedTransactionException(
          "cannot purge " + machinery.table() + ": error " + e.getErrorCode() + "; see the cause",
          e);
    }
  }

  private void refuseIfOld(OutcomeId id) {
    Duration age = Duration.between(id.madeAt(), machinery.pace().wall().instant());
    Duration most = machinery.settings().horizon();
    if (age.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "outcomes are told for "
              + most
              + " (outcome.horizon), since older rows may be purged; "
              + id
              + " is of "
              + id.madeAt());
    }
  }

  private <T extends @Nullable Object, E extends Exception> Outcome<T> runWith(
      TransactionPolicy policy, @Nullable StoredResult<T> stored, Work<T, E> work) {
    if (stored != null && !policy.outcomeRow()) {
      throw new IllegalArgumentException(
          policy.operation() + " keeps no outcome row, so its result cannot be stored in one");
    }
    String outer = RUNNING.get();
    if (outer != null) {
      throw new IllegalStateException(
          policy.operation()
              + " was refused: it is called inside of "
              + outer
              + "; work with the outer one's connection, or call it after the outer one ended");
    }
    Call<T, E> call = new Call<>(machinery, policy, stored, work);
    Outcome<T> outcome;
    RUNNING.set(policy.operation());
    try {
      outcome = call.run();
    } finally {
      RUNNING.remove();
    }
    call.hooks().forEach(hook -> runHook(policy, hook));
    return outcome;
  }

  // Whatever a hook does, the work is committed: the caller is told that.
  private void runHook(TransactionPolicy policy, Runnable hook) {
    try {
      hook.run();
    } catch (RuntimeException | LinkageError | AssertionError e) {
      machinery.counts().count(policy.operation(), Event.HOOK_FAILED);
      LOG.log(Level.WARNING, "a hook after a commit failed operation=" + policy.operation(), e);
    }
  }

  // The cause is what the work threw, which is an E, or unchecked.
  @SuppressWarnings("unchecked")
  private static <T extends @Nullable Object, E extends Exception> T valueOf(
      TransactionPolicy policy, Outcome<T> outcome) throws E {
    if (outcome instanceof Outcome.Committed<T> committed) {
      return committed.value();
    }
    if (outcome instanceof Outcome.NotCommitted<T> not) {
      throw (E) not.cause();
    }
    Optional<OutcomeId> id = ((Outcome.Unknown<T>) outcome).id();
    throw new OutcomeUnknownException(policy.operation(), id);
  }
}
