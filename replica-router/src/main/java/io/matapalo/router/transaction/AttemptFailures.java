package io.matapalo.router.transaction;

import io.matapalo.jvm.Causes;
import io.matapalo.router.retry.Cause;
import io.matapalo.router.retry.Classification;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Verdict;
import io.matapalo.router.transaction.outcome.FailedTransactionException;
import io.matapalo.router.transaction.outcome.TransactionConnection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What failures of an attempt lead to. Stateless. */
final class AttemptFailures {

  private AttemptFailures() {}

  /** What first ended the transaction, or else what the database said to {@code thrown}. */
  static Optional<Failure> of(TransactionConnection transaction, Throwable thrown) {
    Optional<Failure> doomed = transaction.state().doomedBy();
    if (doomed.isPresent()) {
      return doomed;
    }
    for (Throwable one : Causes.of(thrown)) {
      if (one instanceof SQLException sql) {
        Optional<Failure> known = transaction.state().failureOf(sql);
        if (known.isPresent()) {
          return known;
        }
      }
    }
    return Optional.empty();
  }

  /** Another attempt, if the failure allows one. */
  static <T extends @Nullable Object> Optional<AttemptEnd<T>> again(
      Failure failure, @Nullable Exception thrown) {
    Verdict verdict = Classification.of(failure);
    return verdict.mayRunAgain()
        ? Optional.of(new AttemptEnd.Repeatable<>(verdict.cause(), thrown, false))
        : Optional.empty();
  }

  /** What a COMMIT that the server has answered comes to; empty where its outcome is not known. */
  static <T extends @Nullable Object> Optional<AttemptEnd<T>> answered(
      String operation, Failure failure, Exception thrown) {
    if (Classification.of(failure).action() == Verdict.Action.FAIL) {
      return Optional.of(
          failed(
              "%s was not committed: its COMMIT was refused with error %s; see the cause"
                  .formatted(operation, failure.vendorCode()),
              thrown));
    }
    return again(failure, thrown);
  }

  /** The end for a reason that the caller is told in a message. */
  static <T extends @Nullable Object> AttemptEnd<T> failed(
      String message, @Nullable Throwable cause) {
    return new AttemptEnd.Failed<>(new FailedTransactionException(message, cause));
  }

  /** What the driver says of a connection that was broken off tells the caller nothing. */
  static <T extends @Nullable Object> AttemptEnd<T> afterDeadline(AttemptEnd<T> end) {
    return end instanceof AttemptEnd.Failed<T> failed && isOfTheDatabase(failed.thrown())
        ? new AttemptEnd.Repeatable<>(Cause.LINK_LOST, failed.thrown(), true)
        : end;
  }

  private static boolean isOfTheDatabase(Throwable thrown) {
    return Causes.of(thrown).stream().anyMatch(SQLException.class::isInstance);
  }
}
