package com.turnstile.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A campaign of the loyalty programme that ended in 2019. Confined to one persistence context. */
@Entity
@Table(name = "loyalty_campaign")
public class LoyaltyCampaign {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private Long id;

  @Column(name = "country_code", columnDefinition = "char(2)")
  private String countryCode;

  private String name;

  @Column(name = "ends_at")
  private Instant endsAt;

  @Column(name = "bonus_points")
  private int bonusPoints;

  public Long getId() {
    return id;
  }

  public String getCountryCode() {
    return countryCode;
  }

  public String getName() {
    return name;
  }

  public Instant getEndsAt() {
    return endsAt;
  }

  public int getBonusPoints() {
    return bonusPoints;
  }
}
