package com.turnstile.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** What a customer's password is checked against. Confined to one persistence context. */
@Entity
@Table(name = "customer_credential")
public class CustomerCredential {

  @Id
  @Column(name = "customer_id")
  private Long customerId;

  @Column(columnDefinition = "char(32)")
  private String salt;

  private int iterations;

  @Column(name = "password_hash", columnDefinition = "char(64)")
  private String passwordHash;

  @Version private int version;

  public Long getCustomerId() {
    return customerId;
  }

  public void setCustomerId(Long customerId) {
    this.customerId = customerId;
  }

  public String getSalt() {
    return salt;
  }

  public void setSalt(String salt) {
    this.salt = salt;
  }

  public int getIterations() {
    return iterations;
  }

  public void setIterations(int iterations) {
    this.iterations = iterations;
  }

  public String getPasswordHash() {
    return passwordHash;
  }

  public void setPasswordHash(String passwordHash) {
    this.passwordHash = passwordHash;
  }

  public int getVersion() {
    return version;
  }
}
