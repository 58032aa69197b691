package com.turnstile.dao;

import com.turnstile.entity.BasketHold;
import jakarta.ejb.Stateless;
import java.time.Instant;

/** Tickets held for baskets. Thread-safe, as a stateless bean. */
@Stateless
public class BasketHoldDao extends GenericDao<BasketHold> {

  public BasketHoldDao() {
    super(BasketHold.class);
  }

  public int removeHeldBefore(Instant time) {
    return em.createNativeQuery("delete from basket_hold where held_at < :time")
        .setParameter("time", time)
        .executeUpdate();
  }
}
