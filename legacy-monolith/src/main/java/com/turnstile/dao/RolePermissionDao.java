package com.turnstile.dao;

import com.turnstile.entity.RolePermission;
import jakarta.ejb.Stateless;
import java.util.List;

/** Permissions of roles. Thread-safe, as a stateless bean. */
@Stateless
public class RolePermissionDao extends GenericDao<RolePermission> {

  public RolePermissionDao() {
    super(RolePermission.class);
  }

  public List<Long> idsOfRole(String roleCode) {
    return em.createQuery(
            "select p.id from RolePermission p where p.roleCode = :role order by p.id", Long.class)
        .setParameter("role", roleCode)
        .getResultList();
  }
}
