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

  public List<FeeRule> findByEvent(Long eventId) {
    return query(
            "select f from FeeRule f where f.event.id = :event or f.event is null order by f.id")
        .setParameter("event", eventId)
        .getResultList();
  }
}
