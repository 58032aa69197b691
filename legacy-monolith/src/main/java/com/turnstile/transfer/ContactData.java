package com.turnstile.transfer;

/** A change of a customer's contact; no name leaves it as it is. Not thread-safe. */
public class ContactData {

  private long customerId;
  private String name;
  private String email;
  private int version;

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

  public int getVersion() {
    return version;
  }

  public void setVersion(int version) {
    this.version = version;
  }
}
