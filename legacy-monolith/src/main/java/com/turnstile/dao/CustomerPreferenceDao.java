package com.turnstile.dao;

import com.turnstile.entity.CustomerPreference;
import jakarta.ejb.Stateless;
import java.util.List;

/** Preferences of customers. Thread-safe, as a stateless bean. */
@Stateless
public class CustomerPreferenceDao extends GenericDao<CustomerPreference> {

  public CustomerPreferenceDao() {
    super(CustomerPreference.class);
  }

  public List<Long> idsOfCustomer(Long customerId) {
    return em.createQuery(
            "select p.id from CustomerPreference p where p.account.id = :customer order by p.id",
            Long.class)
        .setParameter("customer", customerId)
        .getResultList();
  }

  public List<CustomerPreference> findByCustomer(Long customerId) {
    return query("select p from CustomerPreference p where p.account.id = :customer order by p.id")
        .setParameter("customer", customerId)
        .getResultList();
  }
}
