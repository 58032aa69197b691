package com.turnstile.service;

import com.turnstile.dao.BasketHoldDao;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.time.Duration;
import java.time.Instant;

/**
 * Tidies up, on the back of each purchase, since there was never a timer for it. In a transaction
 * of its own, over before the purchase begins. Thread-safe, as a stateless bean.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class HousekeepingBean {

  private static final int HOLD_MINUTES = 15;

  @EJB private BasketHoldDao holds;
  @EJB private ConfigurationBean configuration;

  /** Removes what baskets no longer hold; the number of holds removed. */
  public int removeExpiredHolds() {
    int minutes = configuration.number("basket.hold-minutes", HOLD_MINUTES);
    return holds.removeHeldBefore(Instant.now().minus(Duration.ofMinutes(minutes)));
  }
}
