package com.turnstile.dao;

import com.turnstile.entity.PurchaseOrder;
import jakarta.ejb.Stateless;
import jakarta.persistence.LockModeType;
import java.util.Optional;

/** Orders. Thread-safe, as a stateless bean. */
@Stateless
public class OrderDao extends GenericDao<PurchaseOrder> {

  public OrderDao() {
    super(PurchaseOrder.class);
  }

  public Optional<PurchaseOrder> findByReference(String reference) {
    return first(
        query("select o from PurchaseOrder o where o.orderReference = :reference")
            .setParameter("reference", reference));
  }

  public Optional<PurchaseOrder> findByRequestId(String requestId) {
    return first(
        query("select o from PurchaseOrder o where o.requestId = :request")
            .setParameter("request", requestId));
  }

  /** Reads the order anew and locks it until the transaction ends. */
  public void lock(PurchaseOrder order) {
    em.refresh(order, LockModeType.PESSIMISTIC_WRITE);
  }
}
