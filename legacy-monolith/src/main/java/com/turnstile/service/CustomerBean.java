package com.turnstile.service;

import com.turnstile.dao.AddressFormatDao;
import com.turnstile.dao.CustomerDao;
import com.turnstile.dao.CustomerPreferenceDao;
import com.turnstile.dao.OrderDao;
import com.turnstile.entity.AddressFormat;
import com.turnstile.entity.Customer;
import com.turnstile.entity.PurchaseOrder;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;

/** Customers. Thread-safe, as a stateless bean. */
@Stateless
public class CustomerBean {

  @EJB private CustomerDao customers;
  @EJB private CustomerPreferenceDao preferences;
  @EJB private AddressFormatDao addressFormats;
  @EJB private OrderDao orders;
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

  /** Everything about a customer, whether the caller wants it or not. */
  public CustomerDossier dossier(Customer customer) {
    return new CustomerDossier(
        customer.getCountryCode(),
        addressFormats
            .findByCountry(customer.getCountryCode())
            .map(AddressFormat::getTemplate)
            .orElse(""),
        orders
            .latestOfCustomer(customer.getId())
            .map(PurchaseOrder::getOrderReference)
            .orElse(null),
        preferences.findByCustomer(customer.getId()));
  }
}
