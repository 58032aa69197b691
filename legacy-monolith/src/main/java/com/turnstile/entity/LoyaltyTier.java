package com.turnstile.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/**
 * The tier of a role in the loyalty programme that ended in 2019. Confined to one persistence
 * context.
 */
@Entity
@Table(name = "loyalty_tier")
public class LoyaltyTier {

  @Id
  @Column(name = "role_code")
  private String roleCode;

  private String name;

  private BigDecimal multiplier;

  public String getRoleCode() {
    return roleCode;
  }

  public String getName() {
    return name;
  }

  public BigDecimal getMultiplier() {
    return multiplier;
  }
}
