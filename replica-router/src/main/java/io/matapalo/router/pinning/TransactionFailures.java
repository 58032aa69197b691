package io.matapalo.router.pinning;

import io.matapalo.router.connection.CommitOutcomeUnknownException;
import io.matapalo.router.link.Failures;
import io.matapalo.router.retry.Cause;
import io.matapalo.router.retry.Classification;
import io.matapalo.router.retry.Failure;
import io.matapalo.router.retry.Phase;
import io.matapalo.router.retry.Verdict;
import io.matapalo.router.topology.Intent;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Failures on one routed connection, and what they forbid. Confined to its thread. */
final class TransactionFailures {

  private static final String INVALID_STATE = "25000";

  private static final int READ_ONLY_TRANSACTION = 1792;

  /** Of one commit, though the node may well take part. */
  private static final Set<Integer> OF_A_COMMIT = Set.of(1180, 3100);

  private final Routing routing;
  private @Nullable Doom doom;
  private @Nullable SQLException lastThrown;
  private @Nullable Failure lastFailure;

  /** Why the transaction can only be rolled back. */
  private record Doom(Failure failure, SQLException thrown, String node) {}

  /** A failure and what it means. */
  record Judged(SQLException thrown, Failure failure, Verdict verdict, Pin on) {

    boolean isOutcomeUnknown() {
      return verdict.action() == Verdict.Action.OUTCOME_UNKNOWN;
    }
  }

  TransactionFailures(Routing routing) {
    this.routing = routing;
  }

  /** Marks the pin and the node as the verdict says. */
  Judged judge(SQLException thrown, Pin on, Phase phase) {
    Failure failure = Failures.of(thrown, phase, Reasons.driverOf(on.node()));
    Verdict verdict = Classification.of(failure);
    boolean ofTheTransaction = isOfTheTransaction(failure, on);
    if (verdict.evicts() && !ofTheTransaction) {
      on.breakDown();
    }
    if (verdict.suspect() && !ofTheTransaction) {
      tell(on, failure, verdict.cause(), Reasons.of(thrown));
    }
    return new Judged(thrown, failure, verdict, on);
  }

  /** Who declares to read and writes all the same is refused, and link and node are whole. */
  private static boolean isOfTheTransaction(Failure failure, Pin on) {
    return failure.vendorCode() == READ_ONLY_TRANSACTION && on.readOnly();
  }

  /** Waiting for the node's next look would send others into the same refusal. */
  private void tell(Pin on, Failure failure, Cause cause, String reason) {
    if (cause == Cause.READ_ONLY_NODE) {
      routing.routes().refused(on.node(), Intent.WRITE, reason);
    } else if (cause == Cause.NODE_NOT_READY && !OF_A_COMMIT.contains(failure.vendorCode())) {
      routing.routes().refused(on.node(), Intent.READ, reason);
    } else {
      routing.routes().suspect(on.node(), reason);
    }
  }

  /** No node could be had: nothing of the transaction was sent. */
  void notBegun(SQLException thrown) {
    remember(thrown, Failures.of(thrown, Phase.CONNECT));
  }

  /** From now on only rollback and close are taken. */
  void doomBy(Judged judged) {
    doom = new Doom(judged.failure(), judged.thrown(), judged.on().node().name());
  }

  boolean isDoomed() {
    return doom != null;
  }

  void rolledBack() {
    doom = null;
  }

  void requireNotDoomed() throws SQLException {
    Doom now = doom;
    if (now == null) {
      return;
    }
    SQLException refusal =
        new SQLNonTransientException(
            ("the transaction on node %s can only be rolled back, a statement of it "
                    + "has failed: %s")
                .formatted(now.node(), Reasons.of(now.thrown())),
            INVALID_STATE,
            now.thrown());
    remember(refusal, now.failure());
    throw refusal;
  }

  /** What the application gets: the driver's own exception, unless the outcome is not known. */
  SQLException handedUp(Judged judged) {
    Phase phase = judged.failure().phase();
    boolean ends = phase == Phase.COMMIT || phase == Phase.AUTOCOMMIT_WRITE;
    SQLException up =
        ends && judged.isOutcomeUnknown()
            ? new CommitOutcomeUnknownException(judged.on().node().name(), judged.thrown())
            : judged.thrown();
    remember(up, judged.failure());
    return up;
  }

  // Exceptions have no equality but that.
  @SuppressWarnings("ReferenceEquality")
  Optional<Failure> failureOf(SQLException thrown) {
    return thrown == lastThrown ? Optional.ofNullable(lastFailure) : Optional.empty();
  }

  Optional<Failure> doomedBy() {
    Doom now = doom;
    return now == null ? Optional.empty() : Optional.of(now.failure());
  }

  private void remember(SQLException thrown, Failure failure) {
    lastThrown = thrown;
    lastFailure = failure;
  }
}
