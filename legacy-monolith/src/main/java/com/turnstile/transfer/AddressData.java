package com.turnstile.transfer;

import java.io.Serializable;

/** One address of a profile. Not thread-safe. */
public class AddressData implements Serializable {

  private static final long serialVersionUID = 1L;

  private String kind;
  private String street;
  private String postCode;
  private String city;
  private String countryCode;

  public String getKind() {
    return kind;
  }

  public void setKind(String kind) {
    this.kind = kind;
  }

  public String getStreet() {
    return street;
  }

  public void setStreet(String street) {
    this.street = street;
  }

  public String getPostCode() {
    return postCode;
  }

  public void setPostCode(String postCode) {
    this.postCode = postCode;
  }

  public String getCity() {
    return city;
  }

  public void setCity(String city) {
    this.city = city;
  }

  public String getCountryCode() {
    return countryCode;
  }

  public void setCountryCode(String countryCode) {
    this.countryCode = countryCode;
  }
}
