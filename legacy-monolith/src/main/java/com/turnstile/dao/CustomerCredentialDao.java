package com.turnstile.dao;

import com.turnstile.entity.CustomerCredential;
import jakarta.ejb.Stateless;
import java.util.Optional;

/** Credentials. Thread-safe, as a stateless bean. */
@Stateless
public class CustomerCredentialDao extends GenericDao<CustomerCredential> {

  public CustomerCredentialDao() {
    super(CustomerCredential.class);
  }

  public Optional<CustomerCredential> findByCustomer(Long customerId) {
    return first(
        query("select c from CustomerCredential c where c.customerId = :customer")
            .setParameter("customer", customerId));
  }
}
