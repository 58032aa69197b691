package io.matapalo.fastpath.settlement;

import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.vendors.VendorUnavailable;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes orders that a crash or an outage left authorised. {@link #sweep} is called by one
 * background thread at a fixed rate; each call takes a bounded number, going round, so that orders
 * that cannot be finished do not hold up the rest. Several instances may sweep at once.
 */
public final class AuthorisedOrders {

  private static final Logger LOG = LoggerFactory.getLogger(AuthorisedOrders.class);
  private static final int AT_ONCE = 50;
  private static final String SELECT =
      """
      SELECT id, payment_id, total FROM orders
      WHERE status = 'AUTHORISED' AND created_at < ? AND id > ? ORDER BY id LIMIT ?\
      """;

  private final DataSource dataSource;
  private final Settlement settlement;
  private final InstantSource clock;
  private final Duration minAge;
  private final Supplier<Deadline> captures;
  private final PaidListener paid;
  private long afterId;

  /**
   * A sweeper.
   *
   * @param minAge how old an order must be: younger ones are still at work
   * @param captures the deadline of one capture that starts when asked
   */
  public AuthorisedOrders(
      DataSource dataSource,
      Settlement settlement,
      InstantSource clock,
      Duration minAge,
      Supplier<Deadline> captures,
      PaidListener paid) {
    this.dataSource = dataSource;
    this.settlement = settlement;
    this.clock = clock;
    this.minAge = minAge;
    this.captures = captures;
    this.paid = paid;
  }

  private record Unpaid(long id, String paymentId, BigDecimal total) {}

  /** Finishes the next ones; how many it finished. */
  public int sweep() {
    int finished = 0;
    try {
      List<Unpaid> unpaid = next();
      for (Unpaid order : unpaid) {
        // Moved on first: whatever becomes of this one, the next sweep begins behind it.
        afterId = order.id();
        finished += finish(order) ? 1 : 0;
      }
      afterId = unpaid.size() < AT_ONCE ? 0 : afterId;
    } catch (SQLException | VendorUnavailable e) {
      LOG.warn("authorised orders are left for the next sweep reason={}", e.getMessage());
    }
    return finished;
  }

  private boolean finish(Unpaid order) throws SQLException {
    try {
      boolean finished =
          settlement.settle(order.id(), order.paymentId(), order.total(), captures.get());
      if (finished) {
        LOG.info("finished an authorised order order={} payment={}", order.id(), order.paymentId());
        paid.onPaid(order.id());
      }
      return finished;
    } catch (IllegalStateException e) {
      LOG.error("an authorised order is not to be finished order={}", order.id(), e);
      return false;
    }
  }

  private List<Unpaid> next() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setObject(1, LocalDateTime.ofInstant(clock.instant().minus(minAge), ZoneOffset.UTC));
      select.setLong(2, afterId);
      select.setInt(3, AT_ONCE);
      List<Unpaid> unpaid = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          unpaid.add(new Unpaid(row.getLong(1), row.getString(2), row.getBigDecimal(3)));
        }
      }
      return unpaid;
    }
  }
}
