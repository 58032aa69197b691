package com.turnstile.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/**
 * How many points an amount was worth in the loyalty programme that ended in 2019. Confined to one
 * persistence context.
 */
@Entity
@Table(name = "loyalty_rule")
public class LoyaltyRule {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private Long id;

  @Column(name = "from_amount")
  private BigDecimal fromAmount;

  @Column(name = "points_per_unit")
  private BigDecimal pointsPerUnit;

  public Long getId() {
    return id;
  }

  public BigDecimal getFromAmount() {
    return fromAmount;
  }

  public BigDecimal getPointsPerUnit() {
    return pointsPerUnit;
  }
}
