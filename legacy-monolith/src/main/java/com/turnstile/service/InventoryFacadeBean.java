package com.turnstile.service;

import com.turnstile.transfer.ReservationData;
import com.turnstile.transfer.ReserveData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/**
 * Holds tickets: outside any transaction, so that it outlives the failure of one. Thread-safe, as a
 * stateless bean.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class InventoryFacadeBean extends AbstractFacade {

  @EJB private ReservationBean reservations;

  @Override
  public String facadeName() {
    return "inventory";
  }

  public ReservationData reserve(ReserveData wanted) throws ServiceRefusal {
    String earlier = reservations.earlier(wanted);
    return reservations.load(earlier != null ? earlier : hold(wanted));
  }

  public ReservationData release(String reservationId) throws ServiceRefusal {
    reservations.release(reservationId);
    return reservations.load(reservationId);
  }

  private String hold(ReserveData wanted) throws ServiceRefusal {
    try {
      return reservations.reserve(wanted);
    } catch (DuplicateRequestException e) {
      log().info(e.getMessage());
      return reservations.earlier(wanted);
    }
  }
}
