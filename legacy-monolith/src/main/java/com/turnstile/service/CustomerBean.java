package com.turnstile.service;

import com.turnstile.dao.CustomerDao;
import com.turnstile.entity.Customer;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;

/** Customers. Thread-safe, as a stateless bean. */
@Stateless
public class CustomerBean {

  @EJB private CustomerDao customers;
  @EJB private PermissionBean permissions;

  public Customer requireActive(long customerId) throws CheckoutRefusal {
    Customer customer =
        customers
            .findById(customerId)
            .filter(c -> "ACTIVE".equals(c.getStatus()))
            .orElseThrow(
                () -> new CheckoutRefusal("UNKNOWN_CUSTOMER", "no active customer " + customerId));
    permissions.expect(customerId, "CHECKOUT_PURCHASE");
    return customer;
  }
}
