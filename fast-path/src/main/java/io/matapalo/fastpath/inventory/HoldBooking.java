package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.operation.ReferenceCodes;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.ProvenWrites;
import io.matapalo.fastpath.rows.ProvenWrites.Earlier;
import io.matapalo.fastpath.rows.TransactionFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Holds tickets in one transaction, which the unique request id proves. Blocks. Thread-safe. */
final class HoldBooking {

  private final ProvenWrites writes;
  private final ReservationRows reservations;
  private final ReferenceCodes codes;
  private final InstantSource clock;

  HoldBooking(
      ProvenWrites writes,
      ReservationRows reservations,
      ReferenceCodes codes,
      InstantSource clock) {
    this.writes = writes;
    this.reservations = reservations;
    this.codes = codes;
    this.clock = clock;
  }

  /** What an attempt to hold tickets came to. */
  sealed interface Result {

    /** The rows are committed. */
    record Held(Reservation reservation) implements Result {}

    /** Nothing is held: there were too few tickets of some type. */
    record SoldOut() implements Result {}

    /** Nothing is held by this call: a reservation with the request id is there, maybe our own. */
    record RequestIdTaken() implements Result {}
  }

  /** Rolls the transaction back. */
  private static final class SoldOutMeanwhile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SoldOutMeanwhile() {
      super("tickets ran out", null, false, false);
    }
  }

  /**
   * Holds what is wanted by a request that passed the checks.
   *
   * @throws TransactionFailed when attempts, budget or time ran out, or nobody can tell
   */
  Result book(ReserveRequest request, HoldFacts known, Deadline deadline) throws SQLException {
    try {
      Optional<Reservation> held =
          writes.insert(
              (connection, earlier) -> write(connection, request, known, earlier),
              () -> reservations.findByRequestId(request.requestId()).isPresent(),
              deadline);
      return held.isPresent() ? new Result.Held(held.get()) : new Result.RequestIdTaken();
    } catch (SoldOutMeanwhile e) {
      return new Result.SoldOut();
    }
  }

  private Reservation write(
      Connection connection, ReserveRequest request, HoldFacts known, Earlier earlier)
      throws SQLException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Reservation reservation =
        new Reservation(
            codes.next("R-"),
            request.content(),
            Reservation.HELD,
            now,
            now.plus(known.minutes(), ChronoUnit.MINUTES));
    boolean enough =
        new HoldStatements(connection)
            .hold(reservation, request.digest(), known.event(), known.stock(request));
    if (!enough) {
      throw soldOut(earlier);
    }
    return reservation;
  }

  /** After a commit whose answer was lost a client must not hear that nothing is held for it. */
  private static RuntimeException soldOut(Earlier earlier) {
    return switch (earlier) {
      case NOT_STORED -> new SoldOutMeanwhile();
      case PERHAPS_STORED ->
          new TransactionFailed("a commit's answer was lost, and tickets ran out since", null);
    };
  }
}
