package io.matapalo.fastpath.audit;

import java.time.Instant;
import java.util.OptionalLong;

/** One audit record; {@code customerId} is empty when the customer is unknown. Immutable. */
public record AuditEntry(
    Instant occurredAt, OptionalLong customerId, String action, String requestId, String detail) {

  /** A purchase that is booked; {@code detail} says what was bought. */
  public static AuditEntry accepted(
      Instant occurredAt, long customerId, String requestId, String detail) {
    return new AuditEntry(
        occurredAt, OptionalLong.of(customerId), "PURCHASE_ACCEPTED", requestId, detail);
  }

  /** An order that is given back; {@code detail} says what it was. */
  public static AuditEntry refunded(
      Instant occurredAt, long customerId, String requestId, String detail) {
    return new AuditEntry(
        occurredAt, OptionalLong.of(customerId), "ORDER_REFUNDED", requestId, detail);
  }

  /** A refund that is refused. */
  public static AuditEntry refundRefused(
      Instant occurredAt, long customerId, String requestId, String faultCode) {
    return new AuditEntry(
        occurredAt, OptionalLong.of(customerId), "REFUND_REFUSED", requestId, faultCode);
  }

  /** A refused purchase. */
  public static AuditEntry refused(
      Instant occurredAt, OptionalLong customerId, String requestId, String faultCode) {
    return new AuditEntry(occurredAt, customerId, "PURCHASE_REFUSED", requestId, faultCode);
  }
}
