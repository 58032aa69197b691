package io.matapalo.fastpath.checkout;

import io.matapalo.fastpath.audit.AuditEntry;
import io.matapalo.fastpath.audit.AuditTrail;
import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.orders.Order;
import io.matapalo.fastpath.orders.OrderRows;
import io.matapalo.fastpath.orders.RefundBooking;
import io.matapalo.fastpath.orders.StoredOrder;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.provider.PaymentProvider;
import io.matapalo.fastpath.vendors.VendorUnavailable;
import java.sql.SQLException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operation {@code refund}. Blocks. Thread-safe. The provider is asked first, while nothing is
 * locked, and gives the money back once, however often it is asked. What it has done and this
 * process then loses, a repeat finds done, and books.
 */
public final class Refund {

  private static final Logger LOG = LoggerFactory.getLogger(Refund.class);

  private final OrderRows orders;
  private final PaymentProvider payments;
  private final RefundBooking booking;
  private final AuditTrail audit;
  private final InstantSource clock;

  public Refund(
      OrderRows orders,
      PaymentProvider payments,
      RefundBooking booking,
      AuditTrail audit,
      InstantSource clock) {
    this.orders = orders;
    this.payments = payments;
    this.booking = booking;
    this.audit = audit;
    this.clock = clock;
  }

  Order run(String reference, Deadline deadline) throws SQLException {
    StoredOrder stored = OrderLookup.require(orders, reference);
    Order order = stored.order();
    return switch (order.status()) {
      case Order.REFUNDED -> order;
      case Order.PAID -> giveBack(stored, deadline);
      default -> throw recorded(order, notRefundable(order));
    };
  }

  private Order giveBack(StoredOrder stored, Deadline deadline) throws SQLException {
    Order order = stored.order();
    try {
      payments.refund(stored.paymentId(), order.totals().total(), deadline);
    } catch (VendorUnavailable e) {
      LOG.warn("payment provider unavailable for a refund reason={}", e.getMessage());
      throw recorded(
          order,
          new Refused(
              FaultCode.VENDOR_UNAVAILABLE,
              "the payment provider does not answer, try the refund again"));
    }
    return switch (booking.book(stored, deadline)) {
      case BOOKED -> stored.refunded().order();
      case NOT_PAID -> OrderLookup.require(orders, order.orderReference()).order();
    };
  }

  private static Refused notRefundable(Order order) {
    return new Refused(
        FaultCode.NOT_REFUNDABLE,
        "order %s cannot be refunded, its status is %s"
            .formatted(order.orderReference(), order.status()));
  }

  /** The same refusal, once its record is written. */
  private Refused recorded(Order order, Refused refused) throws SQLException {
    audit.write(
        AuditEntry.refundRefused(
            clock.instant(), order.customerId(), order.requestId(), refused.code().name()));
    return refused;
  }
}
