package com.turnstile.transfer;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A customer's profile. Not thread-safe. */
public class ProfileData implements Serializable {

  private static final long serialVersionUID = 1L;

  private long customerId;
  private String name;
  private String email;
  private String countryCode;
  private String roleCode;
  private String status;
  private Instant createdAt;
  private int version;
  private int orderCount;
  private String lastOrderReference;
  private List<AddressData> addresses = new ArrayList<>();
  private List<PreferenceData> preferences = new ArrayList<>();

  public long getCustomerId() {
    return customerId;
  }

  public void setCustomerId(long customerId) {
    this.customerId = customerId;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getEmail() {
    return email;
  }

  public void setEmail(String email) {
    this.email = email;
  }

  public String getCountryCode() {
    return countryCode;
  }

  public void setCountryCode(String countryCode) {
    this.countryCode = countryCode;
  }

  public String getRoleCode() {
    return roleCode;
  }

  public void setRoleCode(String roleCode) {
    this.roleCode = roleCode;
  }

  public String getStatus() {
    return status;
  }

  public void setStatus(String status) {
    this.status = status;
  }

  public Instant getCreatedAt() {
    return createdAt;
  }

  public void setCreatedAt(Instant createdAt) {
    this.createdAt = createdAt;
  }

  public int getVersion() {
    return version;
  }

  public void setVersion(int version) {
    this.version = version;
  }

  public int getOrderCount() {
    return orderCount;
  }

  public void setOrderCount(int orderCount) {
    this.orderCount = orderCount;
  }

  public String getLastOrderReference() {
    return lastOrderReference;
  }

  public void setLastOrderReference(String lastOrderReference) {
    this.lastOrderReference = lastOrderReference;
  }

  public List<AddressData> getAddresses() {
    return addresses;
  }

  public void setAddresses(List<AddressData> addresses) {
    this.addresses = addresses;
  }

  public List<PreferenceData> getPreferences() {
    return preferences;
  }

  public void setPreferences(List<PreferenceData> preferences) {
    this.preferences = preferences;
  }
}
