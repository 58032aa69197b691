package com.turnstile.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * How addresses are printed in a country; tickets are no longer posted. Confined to one persistence
 * context.
 */
@Entity
@Table(name = "address_format")
public class AddressFormat {

  @Id
  @Column(name = "country_code", columnDefinition = "char(2)")
  private String countryCode;

  private String template;

  public String getCountryCode() {
    return countryCode;
  }

  public String getTemplate() {
    return template;
  }
}
