package io.matapalo.fastpath.inventory;

import io.matapalo.fastpath.stock.StockCount;
import java.util.List;

/**
 * A reservation with what only the rows tell. Immutable.
 *
 * @param stock what it took from stock
 */
record StoredReservation(
    long id, String requestDigest, Reservation reservation, List<StockCount> stock) {

  StoredReservation {
    stock = List.copyOf(stock);
  }

  /** Whether it came of the same request; the database compares ids without case. */
  boolean isOf(ReserveRequest request) {
    return reservation.content().requestId().equals(request.requestId())
        && requestDigest.equals(request.digest());
  }
}
