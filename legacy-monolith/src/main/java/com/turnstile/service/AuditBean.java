package com.turnstile.service;

import com.turnstile.dao.AuditRecordDao;
import com.turnstile.dao.OrderDao;
import com.turnstile.entity.AuditRecord;
import com.turnstile.entity.OrderLine;
import com.turnstile.entity.PurchaseOrder;
import com.turnstile.transfer.PurchaseData;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the auditors read, each record in a transaction of its own. Thread-safe, as a stateless
 * bean.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class AuditBean {

  @EJB private AuditRecordDao auditRecords;
  @EJB private OrderDao orders;

  public void accepted(String orderReference) {
    PurchaseOrder order = orders.findByReference(orderReference).orElseThrow();
    int tickets = 0;
    for (OrderLine line : order.getLines()) {
      tickets += line.getQuantity();
    }
    record(
        order.getCustomer().getId(),
        "PURCHASE_ACCEPTED",
        order.getRequestId(),
        "order=" + orderReference + " total=" + order.getTotal() + " tickets=" + tickets);
  }

  public void refused(PurchaseData purchase, CheckoutRefusal refusal) {
    boolean unknown = "UNKNOWN_CUSTOMER".equals(refusal.getCode());
    record(
        unknown ? null : purchase.getCustomerId(),
        "PURCHASE_REFUSED",
        purchase.getRequestId(),
        refusal.getCode());
  }

  public void refunded(String orderReference) {
    PurchaseOrder order = orders.findByReference(orderReference).orElseThrow();
    record(
        order.getCustomer().getId(),
        "ORDER_REFUNDED",
        order.getRequestId(),
        "order=" + orderReference + " total=" + order.getTotal());
  }

  /** Nothing is recorded of an order that does not exist. */
  public void refundRefused(String orderReference, CheckoutRefusal refusal) {
    orders
        .findByReference(orderReference)
        .filter(order -> order.getOrderReference().equals(orderReference))
        .ifPresent(order ->
            record(
                order.getCustomer().getId(),
                "REFUND_REFUSED",
                order.getRequestId(),
                refusal.getCode()));
  }

  private void record(Long customerId, String action, String requestId, String detail) {
    AuditRecord auditRecord = new AuditRecord();
    auditRecord.setOccurredAt(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    auditRecord.setCustomerId(customerId);
    auditRecord.setAction(action);
    auditRecord.setRequestId(requestId);
    auditRecord.setDetail(detail);
    auditRecords.persist(auditRecord);
  }
}
