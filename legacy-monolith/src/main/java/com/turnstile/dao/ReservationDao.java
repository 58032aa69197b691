package com.turnstile.dao;

import com.turnstile.entity.Reservation;
import jakarta.ejb.Stateless;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reservations. Thread-safe, as a stateless bean. */
@Stateless
public class ReservationDao extends GenericDao<Reservation> {

  public ReservationDao() {
    super(Reservation.class);
  }

  public Optional<Reservation> findByReservationId(String reservationId) {
    return first(
        query("select r from Reservation r where r.reservationId = :reservation")
            .setParameter("reservation", reservationId));
  }

  public Optional<Reservation> findByRequestId(String requestId) {
    return first(
        query("select r from Reservation r where r.requestId = :request")
            .setParameter("request", requestId));
  }

  /** Held reservations whose time is over. */
  public List<Long> overdueIds(Instant now) {
    return em.createQuery(
            "select r.id from Reservation r where r.status = 'HELD' and r.expiresAt <= :now",
            Long.class)
        .setParameter("now", now)
        .getResultList();
  }

  /** Reads the reservation anew and locks it until the transaction ends. */
  public void lock(Reservation reservation) {
    em.refresh(reservation, LockModeType.PESSIMISTIC_WRITE);
  }
}
