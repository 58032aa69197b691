package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.operation.RequestChecks;
import io.matapalo.fastpath.pacing.Deadline;
import java.sql.SQLException;

/** The operation {@code release}: one read, and a transaction if there is something to do. */
final class Release {

  private final ReservationRows reservations;
  private final ReservationEnd end;

  Release(ReservationRows reservations, ReservationEnd end) {
    this.reservations = reservations;
    this.end = end;
  }

  Reservation run(String reservationId, Deadline deadline) throws SQLException {
    RequestChecks.notBlank("reservationId", reservationId);
    StoredReservation found = require(reservationId);
    Reservation reservation = found.reservation();
    if (!reservation.isHeld()) {
      return reservation;
    }
    boolean released = end.end(found.id(), found.stock(), Reservation.RELEASED, deadline);
    // Somebody else was faster: the rows say in which way it ended.
    return released ? reservation.released() : require(reservationId).reservation();
  }

  private StoredReservation require(String reservationId) throws SQLException {
    return reservations
        .findById(reservationId)
        .orElseThrow(() ->
            new Refused(
                FaultCode.RESERVATION_NOT_FOUND, "no reservation with id " + reservationId));
  }
}
