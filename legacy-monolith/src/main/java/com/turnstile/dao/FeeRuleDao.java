package com.turnstile.dao;

import com.turnstile.entity.FeeRule;
import jakarta.ejb.Stateless;
import java.util.List;

/** Fee rules. Thread-safe, as a stateless bean. */
@Stateless
public class FeeRuleDao extends GenericDao<FeeRule> {

  public FeeRuleDao() {
    super(FeeRule.class);
  }

  public List<Long> idsOfEvent(Long eventId) {
    return em.createQuery(
            "select f.id from FeeRule f where f.event.id = :event or f.event is null order by f.id",
            Long.class)
        .setParameter("event", eventId)
        .getResultList();
  }
}
