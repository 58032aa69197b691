package com.turnstile.dao;

import com.turnstile.entity.ReservationLine;
import jakarta.ejb.Stateless;

/** Lines of reservations. Thread-safe, as a stateless bean. */
@Stateless
public class ReservationLineDao extends GenericDao<ReservationLine> {

  public ReservationLineDao() {
    super(ReservationLine.class);
  }
}
