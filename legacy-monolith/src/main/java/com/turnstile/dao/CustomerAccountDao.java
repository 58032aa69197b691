package com.turnstile.dao;

import com.turnstile.entity.CustomerAccount;
import jakarta.ejb.Stateless;

/** Accounts of customers. Thread-safe, as a stateless bean. */
@Stateless
public class CustomerAccountDao extends GenericDao<CustomerAccount> {

  public CustomerAccountDao() {
    super(CustomerAccount.class);
  }

  public CustomerAccount merge(CustomerAccount account) {
    return em.merge(account);
  }
}
