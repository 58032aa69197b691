package com.turnstile.dao;

import com.turnstile.entity.Customer;
import jakarta.ejb.Stateless;

/** Customers. Thread-safe, as a stateless bean. */
@Stateless
public class CustomerDao extends GenericDao<Customer> {

  public CustomerDao() {
    super(Customer.class);
  }
}
