package com.turnstile.dao;

import com.turnstile.entity.Stock;
import jakarta.ejb.Stateless;
import jakarta.persistence.LockModeType;

/** Stock. Thread-safe, as a stateless bean. */
@Stateless
public class StockDao extends GenericDao<Stock> {

  public StockDao() {
    super(Stock.class);
  }

  /** The stock as this transaction first saw it, not locked; null when there is none. */
  public Stock find(Long ticketTypeId) {
    return em.find(Stock.class, ticketTypeId);
  }

  /** The stock as it is, locked until the transaction ends. */
  public Stock findLocked(Long ticketTypeId) {
    Stock stock = em.find(Stock.class, ticketTypeId);
    em.refresh(stock, LockModeType.PESSIMISTIC_WRITE);
    return stock;
  }
}
