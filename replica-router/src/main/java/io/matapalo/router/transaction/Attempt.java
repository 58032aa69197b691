package io.matapalo.router.transaction;

import io.matapalo.router.link.Failures;
import io.matapalo.router.pinning.CommitOutcomeUnknownException;
import io.matapalo.router.retry.Cause;
import io.matapalo.router.retry.Classification;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.retry.Verdict;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.transaction.outcome.FailedTransactionException;
import io.matapalo.router.transaction.outcome.IdempotencyConflictException;
import io.matapalo.router.transaction.outcome.Link;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.OutcomeRow;
import io.matapalo.router.transaction.outcome.OutcomeTable;
import io.matapalo.router.transaction.outcome.ResultBytes;
import io.matapalo.router.transaction.work.RunningTransaction;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One run of a unit of work on a fresh connection: begin, look for the key, work, outcome row,
 * COMMIT. Confined to one thread, used once.
 */
final class Attempt<T extends @Nullable Object, E extends Exception> {

  private static final int DEEPEST_CAUSE = 32;

  private final DataSource source;
  private final OutcomeTable table;
  private final Task<T, E> task;
  private final OutcomeId id;
  private final int number;
  private Optional<Node> node = Optional.empty();

  Attempt(DataSource source, OutcomeTable table, Task<T, E> task, OutcomeId id, int number) {
    this.source = source;
    this.table = table;
    this.task = task;
    this.id = id;
    this.number = number;
  }

  /** Where it ran, once it ran. */
  Optional<Node> node() {
    return node;
  }

  AttemptEnd<T> run() {
    Link link;
    try {
      link = Link.open(source);
    } catch (SQLException e) {
      return ownFailure(e, Failures.of(e, Phase.CONNECT), "getting a connection");
    }
    Session session = new Session(link);
    try {
      AttemptEnd<T> end = on(link, session);
      if (end instanceof AttemptEnd.InDoubt) {
        link.abort();
      } else {
        session.restore();
      }
      return end;
    } finally {
      link.close();
    }
  }

  private AttemptEnd<T> on(Link link, Session session) {
    try {
      session.begin(task.policy());
      Optional<AttemptEnd<T>> answered = answered(link);
      if (answered.isPresent()) {
        noteNode(link);
        link.rollBack();
        return answered.get();
      }
    } catch (SQLException e) {
      return rolledBack(link, e, "beginning");
    }
    RunningTransaction running = new RunningTransaction(link.connection(), number);
    T value;
    boolean returned = false;
    try {
      value = task.work().run(running);
      returned = true;
    } catch (Exception e) {
      // Whatever the work throws goes up as it is, unless the database asks for another attempt.
      return thrownByWork(link, e);
    } finally {
      running.end();
      if (!returned) {
        noteNode(link);
        link.rollBack();
      }
    }
    return commit(link, value, running);
  }

  private AttemptEnd<T> commit(Link link, T value, RunningTransaction running) {
    noteNode(link);
    Optional<Failure> doomed = link.state().doomedBy();
    if (doomed.isPresent()) {
      link.rollBack();
      return swallowed(doomed.get());
    }
    if (task.isLate()) {
      link.rollBack();
      return new AttemptEnd.Repeatable<>(Cause.OTHER, null, true);
    }
    if (task.policy().outcomeRow()) {
      Optional<AttemptEnd<T>> failed = mark(link, value);
      if (failed.isPresent()) {
        return failed.get();
      }
    }
    try {
      link.connection().commit();
      return new AttemptEnd.Committed<>(value, running.end());
    } catch (SQLException e) {
      return commitFailed(link, value, running, e);
    }
  }

  /** The answer to an earlier call with the same key, if there was one. */
  private Optional<AttemptEnd<T>> answered(Link link) throws SQLException {
    StoredResult<T> stored = task.stored();
    if (stored == null) {
      return Optional.empty();
    }
    Optional<OutcomeRow> row = Optional.empty();
    var key = stored.keyOf(task.policy().operation());
    if (key.isPresent()) {
      row = table.find(link.connection(), key.get());
    }
    return row.map(found -> answerOf(found, stored));
  }

  private AttemptEnd<T> answerOf(OutcomeRow row, StoredResult<T> stored) {
    String operation = task.policy().operation();
    if (!row.payload().equals(Optional.of(stored.payload()))) {
      return new AttemptEnd.Failed<>(new IdempotencyConflictException(operation));
    }
    return row.result()
        .<AttemptEnd<T>>map(bytes -> new AttemptEnd.Replayed<>(stored.decode(bytes)))
        .orElseGet(() ->
            new AttemptEnd.Failed<>(
                new FailedTransactionException(
                    operation + ": the row under its idempotency key has no result", null)));
  }

  /** The outcome row, last before COMMIT; what ended the attempt if it cannot be written. */
  private Optional<AttemptEnd<T>> mark(Link link, T value) {
    StoredResult<T> stored = task.stored();
    Optional<ResultBytes> result = Optional.empty();
    try {
      if (stored != null) {
        result = Optional.of(stored.encode(value));
      }
    } catch (RuntimeException e) {
      link.rollBack();
      return Optional.of(new AttemptEnd.Failed<>(e));
    }
    if (result.isPresent() && result.get().length() > ResultBytes.MOST) {
      link.rollBack();
      return Optional.of(tooLong(result.get().length()));
    }
    try {
      if (stored == null) {
        table.insertCommitted(
            link.connection(), id, Optional.empty(), Optional.empty(), Optional.empty());
      } else {
        var key = stored.keyOf(task.policy().operation());
        var payload = key.map(any -> stored.payload());
        table.insertCommitted(link.connection(), id, key, payload, result);
      }
      return Optional.empty();
    } catch (SQLException e) {
      if (e.getErrorCode() == OutcomeTable.DUPLICATE_KEY) {
        link.rollBack();
        return Optional.of(new AttemptEnd.Repeatable<>(Cause.CONFLICT, e, true));
      }
      return Optional.of(rolledBack(link, e, "writing the outcome row"));
    }
  }

  private AttemptEnd<T> tooLong(int length) {
    return new AttemptEnd.Failed<>(
        new FailedTransactionException(
            task.policy().operation()
                + ": its stored result has "
                + length
                + " bytes, at most "
                + ResultBytes.MOST
                + " are kept; store an id of it instead",
            null));
  }

  private AttemptEnd<T> commitFailed(
      Link link, T value, RunningTransaction running, SQLException thrown) {
    Optional<Verdict> verdict =
        thrown instanceof CommitOutcomeUnknownException
            ? Optional.empty()
            : failureOf(link, thrown).map(Classification::of);
    if (verdict.isPresent() && verdict.get().mayRunAgain()) {
      link.rollBack();
      return new AttemptEnd.Repeatable<>(verdict.get().cause(), thrown, false);
    }
    if (task.policy().intent() == Intent.READ) {
      // All that was read has arrived, and there is nothing to store.
      link.abort();
      return new AttemptEnd.Committed<>(value, running.end());
    }
    return new AttemptEnd.InDoubt<>(value, running.end(), thrown);
  }

  private AttemptEnd<T> thrownByWork(Link link, Exception thrown) {
    Optional<Verdict> verdict = failureOf(link, thrown).map(Classification::of);
    if (verdict.isPresent() && verdict.get().mayRunAgain()) {
      return new AttemptEnd.Repeatable<>(verdict.get().cause(), thrown, false);
    }
    return new AttemptEnd.Failed<>(thrown);
  }

  private AttemptEnd<T> swallowed(Failure doomed) {
    Verdict verdict = Classification.of(doomed);
    if (verdict.mayRunAgain()) {
      return new AttemptEnd.Repeatable<>(verdict.cause(), null, false);
    }
    return new AttemptEnd.Failed<>(
        new FailedTransactionException(
            task.policy().operation()
                + " was rolled back: error "
                + doomed.vendorCode()
                + " had ended its transaction and the work returned as if it had not; let it rise",
            null));
  }

  private AttemptEnd<T> rolledBack(Link link, SQLException thrown, String doing) {
    noteNode(link);
    Failure failure =
        failureOf(link, thrown).orElseGet(() -> Failures.of(thrown, Phase.IN_TRANSACTION));
    link.rollBack();
    return ownFailure(thrown, failure, doing);
  }

  private AttemptEnd<T> ownFailure(SQLException thrown, Failure failure, String doing) {
    Verdict verdict = Classification.of(failure);
    if (verdict.mayRunAgain()) {
      return new AttemptEnd.Repeatable<>(verdict.cause(), thrown, false);
    }
    return new AttemptEnd.Failed<>(
        new FailedTransactionException(
            task.policy().operation()
                + " was not committed: "
                + doing
                + " failed with error "
                + thrown.getErrorCode()
                + "; see the cause",
            thrown));
  }

  /** What first ended the transaction, or else what the database said to {@code thrown}. */
  private static Optional<Failure> failureOf(Link link, Throwable thrown) {
    Optional<Failure> doomed = link.state().doomedBy();
    if (doomed.isPresent()) {
      return doomed;
    }
    Throwable one = thrown;
    for (int depth = 0; one != null && depth < DEEPEST_CAUSE; depth++) {
      if (one instanceof SQLException sql) {
        Optional<Failure> known = link.state().failureOf(sql);
        if (known.isPresent()) {
          return known;
        }
      }
      one = one.getCause();
    }
    return Optional.empty();
  }

  private void noteNode(Link link) {
    if (node.isEmpty()) {
      node = link.state().node();
    }
  }
}
