package com.turnstile.entity;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A buyer as the account pages see one: the same row as {@link Customer}, with what hangs on it.
 * Confined to one persistence context.
 */
@Entity
@Table(name = "customer")
public class CustomerAccount {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private Long id;

  private String name;

  private String email;

  @Column(name = "country_code", columnDefinition = "char(2)")
  private String countryCode;

  @Column(name = "role_code")
  private String roleCode;

  private String status;

  @Column(name = "created_at")
  private Instant createdAt;

  @Version private int version;

  @OneToMany(mappedBy = "account", fetch = FetchType.LAZY, cascade = CascadeType.MERGE)
  @OrderBy("id")
  private List<CustomerAddress> addresses = new ArrayList<>();

  @OneToMany(mappedBy = "account", fetch = FetchType.LAZY, cascade = CascadeType.MERGE)
  @OrderBy("id")
  private List<CustomerPreference> preferences = new ArrayList<>();

  public Long getId() {
    return id;
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

  public List<CustomerAddress> getAddresses() {
    return addresses;
  }

  public List<CustomerPreference> getPreferences() {
    return preferences;
  }
}
