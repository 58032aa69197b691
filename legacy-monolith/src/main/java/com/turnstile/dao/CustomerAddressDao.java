package com.turnstile.dao;

import com.turnstile.entity.CustomerAddress;
import jakarta.ejb.Stateless;
import java.util.List;

/** Addresses of customers. Thread-safe, as a stateless bean. */
@Stateless
public class CustomerAddressDao extends GenericDao<CustomerAddress> {

  public CustomerAddressDao() {
    super(CustomerAddress.class);
  }

  public List<Long> idsOfCustomer(Long customerId) {
    return em.createQuery(
            "select a.id from CustomerAddress a where a.account.id = :customer order by a.id",
            Long.class)
        .setParameter("customer", customerId)
        .getResultList();
  }
}
