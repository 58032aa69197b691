package io.matapalo.router.transaction;

import io.matapalo.router.retry.Backoff;
import io.matapalo.router.retry.Cause;
import io.matapalo.router.topology.Node;
import io.matapalo.router.transaction.metrics.Event;
import io.matapalo.router.transaction.metrics.TransactionCounts;
import io.matapalo.router.transaction.metrics.TransactionMetrics;
import io.matapalo.router.transaction.outcome.ConflictException;
import io.matapalo.router.transaction.outcome.FailedTransactionException;
import io.matapalo.router.transaction.outcome.IdempotencyConflictException;
import io.matapalo.router.transaction.outcome.Outcome;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.OutcomeResolver;
import io.matapalo.router.transaction.outcome.OutcomeTable;
import io.matapalo.router.transaction.outcome.OutcomeUnknownException;
import io.matapalo.router.transaction.outcome.PauseClock;
import io.matapalo.router.transaction.outcome.Resolution;
import io.matapalo.router.transaction.outcome.TransactionException;
import io.matapalo.router.transaction.work.Work;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
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

  private final DataSource source;
  private final TransactionSettings settings;
  private final PauseClock clock;
  private final InstantSource wall;
  private final RandomGenerator chance;
  private final OutcomeTable table;
  private final OutcomeResolver resolver;
  private final RetryBudgets budgets;
  private final TransactionCounts counts = new TransactionCounts();

  /**
   * @param clock measures deadlines and waits between attempts
   * @param wall dates the ids of attempts
   * @param chance draws ids and jitter
   */
  TransactionRunner(
      DataSource source,
      TransactionSettings settings,
      PauseClock clock,
      InstantSource wall,
      RandomGenerator chance) {
    this.source = source;
    this.settings = settings;
    this.clock = clock;
    this.wall = wall;
    this.chance = chance;
    this.table = OutcomeTable.named(settings.table());
    this.resolver = new OutcomeResolver(source, table, settings.topology(), clock);
    this.budgets = new RetryBudgets(settings.budget(), new Outages(settings.nodeWait()));
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

  /** The same without a look for the outcome table; work without outcome rows needs none. */
  public static TransactionRunner unchecked(DataSource source, TransactionSettings settings) {
    return new TransactionRunner(
        source, settings, PauseClock.ofTheSystem(), InstantSource.system(), new SecureRandom());
  }

  /**
   * Looks whether the outcome table is there and is as it must be.
   *
   * @throws TransactionException if it is not, naming the command that makes it
   */
  public void checkOutcomeTable() {
    table.require(source);
  }

  /** The same as a unit of work within {@code policy}; answers it with the time that is left. */
  public TransactionPolicy checkOutcomeTable(TransactionPolicy policy) {
    long begun = nanos();
    table.require(reader -> inTransaction(policy.looking(), tx -> reader.of(tx.connection())));
    return policy.after(Duration.ofNanos(nanos() - begun));
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

  /** What is known of an attempt by now; asks once, for {@code outcome.deadline} at most. */
  public Resolution outcomeOf(OutcomeId id) {
    refuseIfOld(id);
    return resolver.find(id, settings.outcomeDeadline());
  }

  /**
   * Proves what became of an attempt: where it is not committed, takes its id so that it never will
   * be. Waits at most {@code outcome.deadline}. After a failover in {@code primary-replica} the
   * answer holds for what the primary of now has: ask only once that one is final.
   */
  public Resolution settle(OutcomeId id) {
    refuseIfOld(id);
    return resolve(id, Optional.empty(), settings.outcomeDeadline());
  }

  /**
   * Deletes outcome rows, a thousand at a time, each thousand in a transaction of its own.
   *
   * @param age older rows go; at least twice the setting {@code outcome.horizon}. A key used again
   *     after that is a key never seen
   * @return how many
   */
  public long purgeOutcomes(Duration age) {
    Duration least = settings.horizon().multipliedBy(2);
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
    return counts.snapshot();
  }

  long nanos() {
    return clock.nanos();
  }

  OutcomeId nextId() {
    return OutcomeId.next(wall.instant(), chance);
  }

  <T extends @Nullable Object, E extends Exception> Attempt<T, E> attempt(
      UnitOfWork<T, E> unit, OutcomeId id, int number) {
    return new Attempt<>(source, table, clock, unit, id, number);
  }

  /** Proves what became of an attempt, within {@code left} and {@code outcome.deadline}. */
  Resolution resolve(OutcomeId id, Optional<Node> node, Duration left) {
    Duration most = settings.outcomeDeadline();
    return resolver.resolve(id, node, left.compareTo(most) < 0 ? left : most);
  }

  RetryBudgets budgets() {
    return budgets;
  }

  TransactionCounts counts() {
    return counts;
  }

  Backoff backoff() {
    return settings.backoff();
  }

  /** How long to wait after a failure; {@code before} is the wait before that, or zero. */
  Duration nextPause(Cause cause, Duration before) {
    return Duration.ofNanos(backoff().nextNanos(cause, before.toNanos(), chance));
  }

  boolean pauseUnlessInterrupted(Duration wait) {
    return clock.pauseUnlessInterrupted(wait);
  }

  private int purgeSome(TransactionPolicy policy, Duration age) {
    try {
      return inTransaction(policy, tx -> table.purge(tx.connection(), age, ROWS_A_PURGE));
    } catch (SQLException e) {
      throw new FailedTransactionException(
          "cannot purge " + table + ": error " + e.getErrorCode() + "; see the cause", e);
    }
  }

  private void refuseIfOld(OutcomeId id) {
    Duration age = Duration.between(id.madeAt(), wall.instant());
    Duration most = settings.horizon();
    if (age.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          ("outcomes are told for %s (outcome.horizon), since older rows may be "
                  + "purged; %s is of %s")
              .formatted(most, id, id.madeAt()));
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
          ("%s was refused: it is called inside of %s; work with the outer one's "
                  + "connection, or call it after the outer one ended")
              .formatted(policy.operation(), outer));
    }
    Attempts<T, E> attempts = new Attempts<>(this, policy, stored, work);
    Outcome<T> outcome;
    RUNNING.set(policy.operation());
    try {
      outcome = attempts.run();
    } finally {
      RUNNING.remove();
    }
    attempts.hooks().forEach(hook -> runHook(policy, hook));
    return outcome;
  }

  // Whatever a hook does, the work is committed: the caller is told that.
  private void runHook(TransactionPolicy policy, Runnable hook) {
    try {
      hook.run();
    } catch (RuntimeException | LinkageError | AssertionError e) {
      counts.count(policy.operation(), Event.HOOK_FAILED);
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
