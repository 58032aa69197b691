package com.turnstile.dao;

import com.turnstile.entity.EntityAttribute;
import jakarta.ejb.Stateless;
import java.util.Optional;

/** What the attribute layer knows. Thread-safe, as a stateless bean. */
@Stateless
public class EntityAttributeDao extends GenericDao<EntityAttribute> {

  public EntityAttributeDao() {
    super(EntityAttribute.class);
  }

  public Optional<EntityAttribute> find(String entityName, String attributeName) {
    return first(
        query(
                "select a from EntityAttribute a where a.entityName = :entity and a.attributeName = :attribute")
            .setParameter("entity", entityName)
            .setParameter("attribute", attributeName));
  }
}
