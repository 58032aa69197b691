package com.turnstile.dao;

import com.turnstile.entity.PurchaseOrder;
import jakarta.ejb.Stateless;
import jakarta.persistence.LockModeType;
import java.util.List;
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

  public Optional<PurchaseOrder> latestOfCustomer(Long customerId) {
    return first(
        query("select o from PurchaseOrder o where o.customer.id = :customer order by o.id desc")
            .setParameter("customer", customerId)
            .setMaxResults(1));
  }

  /** Reads the order anew and locks it until the transaction ends. */
  public void lock(PurchaseOrder order) {
    em.refresh(order, LockModeType.PESSIMISTIC_WRITE);
  }

  public List<PurchaseOrder> findByCustomer(Long customerId) {
    return query("select o from PurchaseOrder o where o.customer.id = :customer order by o.id")
        .setParameter("customer", customerId)
        .getResultList();
  }

  /** The customer's orders, oldest first. */
  public List<Long> idsOfCustomer(Long customerId) {
    return em.createQuery(
            "select o.id from PurchaseOrder o where o.customer.id = :customer order by o.id",
            Long.class)
        .setParameter("customer", customerId)
        .getResultList();
  }

  /** The latest orders of the customer whose number is this text, latest first. */
  public List<Long> latestIds(String customer, int limit) {
    return TextCriteria.select("select o.id from PurchaseOrder o")
        .equal("o.customer.id", customer)
        .orderBy("o.createdAt desc, o.id desc")
        .query(em, Long.class)
        .setMaxResults(limit)
        .getResultList();
  }
}
