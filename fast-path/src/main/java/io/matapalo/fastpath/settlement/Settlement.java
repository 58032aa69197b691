package io.matapalo.fastpath.settlement;

import io.matapalo.fastpath.orders.StoredOrder;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.provider.Capture;
import io.matapalo.fastpath.provider.PaymentProvider;
import io.matapalo.fastpath.vendors.VendorUnavailable;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the money of a booked order and marks it paid; both may be repeated, so whoever finds an
 * order authorised may finish it. Blocks. Thread-safe.
 */
public final class Settlement {

  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  /**
   * By the primary key, as the monolith finds it: were the row reached through the index of the
   * status, which the server may choose while few are AUTHORISED, the two would lock row and index
   * entry in opposite orders, and one of them would be the victim of a deadlock.
   */
  private static final String MARK_PAID =
      "UPDATE orders FORCE INDEX (PRIMARY) SET status = 'PAID', version = version + 1"
          + " WHERE id = ? AND status = 'AUTHORISED'";

  private final DataSource dataSource;
  private final PaymentProvider provider;

  public Settlement(DataSource dataSource, PaymentProvider provider) {
    this.dataSource = dataSource;
    this.provider = provider;
  }

  /**
   * The order, paid.
   *
   * @throws VendorUnavailable when the money was not, or perhaps not, taken
   * @throws IllegalStateException when it never will be
   */
  public StoredOrder settle(StoredOrder order, Deadline deadline) throws SQLException {
    if (!order.awaitsCapture()) {
      return order;
    }
    BigDecimal total = order.order().totals().total();
    if (!settle(order.id(), order.paymentId(), total, deadline)) {
      throw new IllegalStateException("payment of order " + order.id() + " cannot be captured");
    }
    return order.paid();
  }

  /** Whether the money is taken; false when it never will be, which people must look at. */
  boolean settle(long orderId, String paymentId, BigDecimal total, Deadline deadline)
      throws SQLException {
    if (provider.capture(paymentId, total, deadline) == Capture.IMPOSSIBLE) {
      LOG.error(
          "a booked order has a payment that cannot be captured order={} payment={}",
          orderId,
          paymentId);
      return false;
    }
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(MARK_PAID)) {
      update.setLong(1, orderId);
      update.executeUpdate();
    }
    return true;
  }
}
