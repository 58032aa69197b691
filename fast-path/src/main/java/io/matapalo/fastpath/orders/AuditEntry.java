package io.matapalo.fastpath.orders;

import java.time.Instant;
import java.util.OptionalLong;

/** One audit record; {@code customerId} is empty when the customer is unknown. Immutable. */
public record AuditEntry(
    Instant occurredAt, OptionalLong customerId, String action, String requestId, String detail) {

  static AuditEntry accepted(Order order, int tickets) {
    return new AuditEntry(
        order.createdAt(),
        OptionalLong.of(order.customerId()),
        "PURCHASE_ACCEPTED",
        order.requestId(),
        "order="
            + order.orderReference()
            + " total="
            + order.totals().total().toPlainString()
            + " tickets="
            + tickets);
  }

  /** A refused purchase. */
  public static AuditEntry refused(
      Instant occurredAt, OptionalLong customerId, String requestId, String faultCode) {
    return new AuditEntry(occurredAt, customerId, "PURCHASE_REFUSED", requestId, faultCode);
  }
}
