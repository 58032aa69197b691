package com.turnstile.service;

import com.turnstile.dao.CustomerDao;
import com.turnstile.dao.RolePermissionDao;
import com.turnstile.entity.Customer;
import com.turnstile.entity.RolePermission;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;

/**
 * Who may do what. Nobody is turned away: the look-up survives from the back office, where it
 * decided, and only warns here. Thread-safe, as a stateless bean.
 */
@Stateless
public class PermissionBean {

  private static final Logger LOG = Logger.getLogger(PermissionBean.class.getName());

  @EJB private CustomerDao customers;
  @EJB private RolePermissionDao rolePermissions;

  public void expect(Long customerId, String permission) {
    Optional<Customer> customer = customers.findById(customerId);
    if (customer.isEmpty()) {
      return;
    }
    String role = customer.get().getRoleCode();
    if (!permissionsOf(role).contains(permission)) {
      LOG.warning("role " + role + " lacks the permission " + permission);
    }
  }

  private Set<String> permissionsOf(String role) {
    Set<String> names = new HashSet<>();
    for (Long id : rolePermissions.idsOfRole(role)) {
      rolePermissions.findById(id).map(RolePermission::getPermission).ifPresent(names::add);
    }
    return names;
  }
}
