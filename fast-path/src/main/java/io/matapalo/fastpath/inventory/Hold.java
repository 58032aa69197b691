package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.inventory.HoldBooking.Result;
import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.stock.StockRows;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The operation {@code reserve}: one look without a lock, then one transaction. Overdue
 * reservations are somebody else's work, unless tickets are short: then those of the event are
 * given back first, since their tickets are due to whoever asks. Blocks. Thread-safe.
 */
final class Hold {

  private final HoldFactRows facts;
  private final ReservationRows reservations;
  private final HoldBooking booking;
  private final OverdueReservations overdue;
  private final StockRows stock;

  Hold(
      HoldFactRows facts,
      ReservationRows reservations,
      HoldBooking booking,
      OverdueReservations overdue,
      StockRows stock) {
    this.facts = facts;
    this.reservations = reservations;
    this.booking = booking;
    this.overdue = overdue;
    this.stock = stock;
  }

  Reservation run(ReserveRequest request, Deadline deadline) throws SQLException {
    request.check();
    HoldFacts known = facts.look(request);
    Result first = attempt(request, known, deadline);
    if (!(first instanceof Result.SoldOut)) {
      return answer(request, known, first);
    }
    overdue.giveBackOf(known.event(), deadline);
    HoldFacts again = facts.look(request);
    return answer(request, again, attempt(request, again, deadline));
  }

  private Result attempt(ReserveRequest request, HoldFacts known, Deadline deadline)
      throws SQLException {
    if (known.holdsRequestId()) {
      return new Result.RequestIdTaken();
    }
    Optional<Refused> problem = known.firstProblem(request);
    if (problem.isPresent()) {
      throw problem.get();
    }
    return known.shortage(request).isEmpty()
        ? booking.book(request, known, deadline)
        : new Result.SoldOut();
  }

  private Reservation answer(ReserveRequest request, HoldFacts known, Result result)
      throws SQLException {
    return switch (result) {
      case Result.Held held -> held.reservation();
      case Result.RequestIdTaken _ -> repeat(request);
      case Result.SoldOut _ -> throw soldOut(request, known);
    };
  }

  /** Names what was short at the look, or else what ran out since. */
  private Refused soldOut(ReserveRequest request, HoldFacts known) {
    String code =
        known
            .shortage(request)
            .orElseGet(() -> known.codeOf(stock.ranOut(known.stock(request)).ticketTypeId()));
    return new Refused(FaultCode.SOLD_OUT, "not enough tickets of type " + code);
  }

  /** The reservation that holds the request id, or the conflict. */
  private Reservation repeat(ReserveRequest request) throws SQLException {
    StoredReservation held =
        reservations
            .findByRequestId(request.requestId())
            .orElseThrow(
                () -> new IllegalStateException("a reservation that holds a request id is gone"));
    if (!held.isOf(request)) {
      throw new Refused(
          FaultCode.REQUEST_ID_CONFLICT, "requestId was used for another reservation");
    }
    return held.reservation();
  }
}
