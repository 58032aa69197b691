package com.turnstile.service;

import com.turnstile.dao.LoyaltyDao;
import com.turnstile.entity.Customer;
import com.turnstile.entity.LoyaltyCampaign;
import com.turnstile.entity.LoyaltyRule;
import com.turnstile.entity.LoyaltyTier;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Points of the loyalty programme. The programme has ended; what it computes goes nowhere.
 * Thread-safe, as a stateless bean.
 */
@Stateless
public class LoyaltyBean {

  @EJB private LoyaltyDao loyalty;

  /** The points that an amount would have been worth. */
  public long points(Customer customer, BigDecimal amount) {
    Optional<LoyaltyTier> tier = loyalty.tierOfRole(customer.getRoleCode());
    List<LoyaltyCampaign> campaigns = loyalty.campaignsOfCountry(customer.getCountryCode());
    List<LoyaltyRule> rules = loyalty.rules();
    BigDecimal rate = BigDecimal.ZERO;
    for (LoyaltyRule rule : rules) {
      if (rule.getFromAmount().compareTo(amount) <= 0) {
        rate = rule.getPointsPerUnit();
      }
    }
    BigDecimal multiplier = tier.map(LoyaltyTier::getMultiplier).orElse(BigDecimal.ZERO);
    long points =
        amount.multiply(rate).multiply(multiplier).setScale(0, RoundingMode.DOWN).longValueExact();
    for (LoyaltyCampaign campaign : campaigns) {
      if (campaign.getEndsAt().isAfter(Instant.now())) {
        points += campaign.getBonusPoints();
      }
    }
    return points;
  }
}
