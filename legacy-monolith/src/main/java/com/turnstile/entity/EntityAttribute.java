package com.turnstile.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * What the attribute layer knows about one attribute of one entity. Confined to one persistence
 * context.
 */
@Entity
@Table(name = "entity_attribute")
public class EntityAttribute {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private Long id;

  @Column(name = "entity_name")
  private String entityName;

  @Column(name = "attribute_name")
  private String attributeName;

  @Column(name = "value_class")
  private String valueClass;

  private boolean writable;

  public Long getId() {
    return id;
  }

  public String getEntityName() {
    return entityName;
  }

  public String getAttributeName() {
    return attributeName;
  }

  public String getValueClass() {
    return valueClass;
  }

  public boolean isWritable() {
    return writable;
  }
}
