package com.turnstile.dao;

import com.turnstile.entity.LoyaltyCampaign;
import com.turnstile.entity.LoyaltyRule;
import com.turnstile.entity.LoyaltyTier;
import jakarta.ejb.Stateless;
import java.util.List;
import java.util.Optional;

/** The loyalty programme. Thread-safe, as a stateless bean. */
@Stateless
public class LoyaltyDao extends GenericDao<LoyaltyTier> {

  public LoyaltyDao() {
    super(LoyaltyTier.class);
  }

  public Optional<LoyaltyTier> tierOfRole(String roleCode) {
    return first(
        query("select t from LoyaltyTier t where t.roleCode = :role")
            .setParameter("role", roleCode));
  }

  public List<LoyaltyCampaign> campaignsOfCountry(String countryCode) {
    return em.createQuery(
            "select c from LoyaltyCampaign c where c.countryCode = :country order by c.endsAt",
            LoyaltyCampaign.class)
        .setParameter("country", countryCode)
        .getResultList();
  }

  public List<LoyaltyRule> rules() {
    return em.createQuery("select r from LoyaltyRule r order by r.fromAmount", LoyaltyRule.class)
        .getResultList();
  }
}
