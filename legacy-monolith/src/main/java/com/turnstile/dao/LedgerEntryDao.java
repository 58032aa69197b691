package com.turnstile.dao;

import com.turnstile.entity.LedgerEntry;
import jakarta.ejb.Stateless;
import java.util.List;

/** Bookings. Thread-safe, as a stateless bean. */
@Stateless
public class LedgerEntryDao extends GenericDao<LedgerEntry> {

  public LedgerEntryDao() {
    super(LedgerEntry.class);
  }

  public List<LedgerEntry> findByOrder(Long orderId) {
    return query("select l from LedgerEntry l where l.order.id = :order order by l.entryNo")
        .setParameter("order", orderId)
        .getResultList();
  }
}
