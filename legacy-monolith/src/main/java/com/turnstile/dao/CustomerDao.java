package com.turnstile.dao;

import com.turnstile.entity.Customer;
import jakarta.ejb.Stateless;
import java.util.List;

/** Customers. Thread-safe, as a stateless bean. */
@Stateless
public class CustomerDao extends GenericDao<Customer> {

  public CustomerDao() {
    super(Customer.class);
  }

  public List<Customer> findByEmail(String email) {
    return query("select c from Customer c where c.email = :email order by c.id")
        .setParameter("email", email)
        .getResultList();
  }
}
