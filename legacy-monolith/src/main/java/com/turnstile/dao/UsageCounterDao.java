package com.turnstile.dao;

import com.turnstile.entity.UsageCounter;
import jakarta.ejb.Stateless;

/** Usage counters. Thread-safe, as a stateless bean. */
@Stateless
public class UsageCounterDao extends GenericDao<UsageCounter> {

  public UsageCounterDao() {
    super(UsageCounter.class);
  }

  /** One more use; the row stays locked until the transaction ends. */
  public void countOne(String name) {
    int rows =
        em.createQuery("update UsageCounter u set u.used = u.used + 1 where u.name = :name")
            .setParameter("name", name)
            .executeUpdate();
    if (rows != 1) {
      throw new IllegalStateException("there is no usage counter " + name);
    }
  }
}
