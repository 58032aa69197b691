package io.matapalo.router.transaction;

import io.matapalo.router.connection.CommitOutcomeUnknownException;
import io.matapalo.router.link.Failures;
import io.matapalo.router.retry.Cause;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.topology.Intent;
import io.matapalo.router.topology.Node;
import io.matapalo.router.transaction.outcome.IdempotencyConflictException;
import io.matapalo.router.transaction.outcome.OutcomeId;
import io.matapalo.router.transaction.outcome.OutcomeRow;
import io.matapalo.router.transaction.outcome.OutcomeTable;
import io.matapalo.router.transaction.outcome.PauseClock;
import io.matapalo.router.transaction.outcome.ResultBytes;
import io.matapalo.router.transaction.outcome.TransactionConnection;
import io.matapalo.router.transaction.work.RunningTransaction;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a unit of work on a connection of its own: begin, look for an earlier answer under
 * the idempotency key, run the work, write the outcome row, commit. Confined to one thread, used
 * once.
 */
final class Attempt<T extends @Nullable Object, E extends Exception> {

  private final DataSource source;
  private final OutcomeTable table;
  private final PauseClock clock;
  private final UnitOfWork<T, E> unit;
  private final OutcomeId id;
  private final int number;
  private Optional<Node> node = Optional.empty();

  Attempt(
      DataSource source,
      OutcomeTable table,
      PauseClock clock,
      UnitOfWork<T, E> unit,
      OutcomeId id,
      int number) {
    this.source = source;
    this.table = table;
    this.clock = clock;
    this.unit = unit;
    this.id = id;
    this.number = number;
  }

  /** The node of the attempt; empty before it ran. */
  Optional<Node> node() {
    return node;
  }

  AttemptEnd<T> run() {
    TransactionConnection transaction;
    try {
      transaction = TransactionConnection.open(source);
    } catch (SQLException e) {
      return ownFailure(e, Failures.of(e, Phase.CONNECT), "getting a connection");
    }
    AttemptSession session = new AttemptSession(transaction);
    PauseClock.Alarm limit = transaction.breakOffAfter(unit.left().get(), clock);
    try {
      AttemptEnd<T> end = runOn(transaction, session);
      if (end instanceof AttemptEnd.InDoubt) {
        transaction.abort();
      } else {
        session.restore();
      }
      return transaction.isBrokenOff() ? AttemptFailures.afterDeadline(end) : end;
    } finally {
      limit.cancel();
      transaction.close();
    }
  }

  private AttemptEnd<T> runOn(TransactionConnection transaction, AttemptSession session) {
    try {
      session.begin(unit.policy());
      Optional<AttemptEnd<T>> answered = earlierAnswer(transaction);
      if (answered.isPresent()) {
        noteNode(transaction);
        transaction.rollBack();
        return answered.get();
      }
    } catch (SQLException e) {
      return rolledBack(transaction, e, "beginning");
    }
    RunningTransaction running = new RunningTransaction(transaction.connection(), number);
    T value;
    boolean returned = false;
    try {
      value = unit.work().run(running);
      returned = true;
    } catch (Exception e) {
      // Whatever the work throws goes up as it is, unless the database asks for another attempt.
      return thrownByWork(transaction, e);
    } finally {
      running.end();
      if (!returned) {
        noteNode(transaction);
        transaction.rollBack();
      }
    }
    return commit(transaction, value, running);
  }

  private AttemptEnd<T> commit(
      TransactionConnection transaction, T value, RunningTransaction running) {
    noteNode(transaction);
    Optional<Failure> doomed = transaction.state().doomedBy();
    if (doomed.isPresent()) {
      transaction.rollBack();
      return swallowed(doomed.get());
    }
    if (unit.isLate()) {
      transaction.rollBack();
      return new AttemptEnd.Repeatable<>(Cause.OTHER, null, true);
    }
    if (unit.policy().outcomeRow()) {
      Optional<AttemptEnd<T>> failed = insertOutcomeRow(transaction, value);
      if (failed.isPresent()) {
        return failed.get();
      }
    }
    PauseClock.Alarm limit = transaction.breakOffAfter(unit.leftForCommit(), clock);
    try {
      transaction.connection().commit();
      return new AttemptEnd.Committed<>(value, running.end());
    } catch (SQLException e) {
      return commitFailed(transaction, value, running, e);
    } finally {
      limit.cancel();
    }
  }

  /** The answer to an earlier call with the same key, if there was one. */
  private Optional<AttemptEnd<T>> earlierAnswer(TransactionConnection transaction)
      throws SQLException {
    StoredResult<T> stored = unit.stored();
    if (stored == null) {
      return Optional.empty();
    }
    Optional<OutcomeRow> row = Optional.empty();
    var key = stored.keyOf(unit.policy().operation());
    if (key.isPresent()) {
      row = table.find(transaction.connection(), key.get());
    }
    return row.map(found -> answerOf(found, stored));
  }

  private AttemptEnd<T> answerOf(OutcomeRow row, StoredResult<T> stored) {
    String operation = unit.policy().operation();
    if (!row.payload().equals(Optional.of(stored.payload()))) {
      return new AttemptEnd.Failed<>(new IdempotencyConflictException(operation));
    }
    return row.result()
        .<AttemptEnd<T>>map(bytes -> new AttemptEnd.Replayed<>(stored.decode(bytes)))
        .orElseGet(() ->
            AttemptFailures.failed(
                operation + ": the row under its idempotency key has no result", null));
  }

  /** The outcome row, last before COMMIT; what ended the attempt if it cannot be written. */
  private Optional<AttemptEnd<T>> insertOutcomeRow(TransactionConnection transaction, T value) {
    StoredResult<T> stored = unit.stored();
    Optional<ResultBytes> result = Optional.empty();
    try {
      if (stored != null) {
        result = Optional.of(stored.encode(value));
      }
    } catch (RuntimeException e) {
      transaction.rollBack();
      return Optional.of(new AttemptEnd.Failed<>(e));
    }
    if (result.isPresent() && result.get().length() > ResultBytes.MOST) {
      transaction.rollBack();
      return Optional.of(tooLong(result.get().length()));
    }
    try {
      if (stored == null) {
        table.insertCommitted(
            transaction.connection(), id, Optional.empty(), Optional.empty(), Optional.empty());
      } else {
        var key = stored.keyOf(unit.policy().operation());
        var payload = key.map(any -> stored.payload());
        table.insertCommitted(transaction.connection(), id, key, payload, result);
      }
      return Optional.empty();
    } catch (SQLException e) {
      if (e.getErrorCode() == OutcomeTable.DUPLICATE_KEY) {
        transaction.rollBack();
        return Optional.of(new AttemptEnd.Repeatable<>(Cause.CONFLICT, e, true));
      }
      return Optional.of(rolledBack(transaction, e, "writing the outcome row"));
    }
  }

  private AttemptEnd<T> tooLong(int length) {
    return AttemptFailures.failed(
        "%s: its stored result has %s bytes, at most %s are kept; store an id of it instead"
            .formatted(unit.policy().operation(), length, ResultBytes.MOST),
        null);
  }

  private AttemptEnd<T> commitFailed(
      TransactionConnection transaction, T value, RunningTransaction running, SQLException thrown) {
    Optional<AttemptEnd<T>> answered =
        thrown instanceof CommitOutcomeUnknownException
            ? Optional.empty()
            : AttemptFailures.of(transaction, thrown)
                .flatMap(failure ->
                    AttemptFailures.<T>answered(unit.policy().operation(), failure, thrown));
    if (answered.isPresent()) {
      transaction.rollBack();
      return answered.get();
    }
    if (unit.policy().intent() == Intent.READ) {
      // All that was read has arrived, and there is nothing to store.
      transaction.abort();
      return new AttemptEnd.Committed<>(value, running.end());
    }
    return new AttemptEnd.InDoubt<>(value, running.end(), thrown);
  }

  private AttemptEnd<T> thrownByWork(TransactionConnection transaction, Exception thrown) {
    return AttemptFailures.of(transaction, thrown)
        .flatMap(failure -> AttemptFailures.<T>again(failure, thrown))
        .orElseGet(() -> new AttemptEnd.Failed<>(thrown));
  }

  private AttemptEnd<T> swallowed(Failure doomed) {
    return AttemptFailures.<T>again(doomed, null)
        .orElseGet(() ->
            AttemptFailures.failed(
                ("%s was rolled back: error %s had ended its transaction and the work "
                        + "returned as if it had not; let it rise")
                    .formatted(unit.policy().operation(), doomed.vendorCode()),
                null));
  }

  private AttemptEnd<T> rolledBack(
      TransactionConnection transaction, SQLException thrown, String doing) {
    noteNode(transaction);
    Failure failure =
        AttemptFailures.of(transaction, thrown)
            .orElseGet(() -> Failures.of(thrown, Phase.IN_TRANSACTION));
    transaction.rollBack();
    return ownFailure(thrown, failure, doing);
  }

  private AttemptEnd<T> ownFailure(SQLException thrown, Failure failure, String doing) {
    return AttemptFailures.<T>again(failure, thrown)
        .orElseGet(() ->
            AttemptFailures.failed(
                "%s was not committed: %s failed with error %s; see the cause"
                    .formatted(unit.policy().operation(), doing, thrown.getErrorCode()),
                thrown));
  }

  private void noteNode(TransactionConnection transaction) {
    if (node.isEmpty()) {
      node = transaction.state().node();
    }
  }
}
