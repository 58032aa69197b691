package io.matapalo.fastpath.settlement;

import java.sql.SQLException;

/** Hears of each order that a sweep of {@link AuthorisedOrders} finished. */
@FunctionalInterface
public interface PaidListener {

  /** The money of an order is taken. */
  void onPaid(long orderId) throws SQLException;
}
