package com.turnstile.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A setting that a customer made in the shop of 2014; the checkout has no use for it. Confined to
 * one persistence context.
 */
@Entity
@Table(name = "customer_preference")
public class CustomerPreference {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private Long id;

  @Column(name = "customer_id")
  private Long customerId;

  private String name;

  private String value;

  public Long getId() {
    return id;
  }

  public Long getCustomerId() {
    return customerId;
  }

  public String getName() {
    return name;
  }

  public String getValue() {
    return value;
  }
}
