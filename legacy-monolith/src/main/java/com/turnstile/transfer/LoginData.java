package com.turnstile.transfer;

/**
 * Who wants a session: the number or the e-mail address is null. Never printed. Not thread-safe.
 */
public class LoginData {

  private Long customerId;
  private String email;
  private String password;

  public Long getCustomerId() {
    return customerId;
  }

  public void setCustomerId(Long customerId) {
    this.customerId = customerId;
  }

  public String getEmail() {
    return email;
  }

  public void setEmail(String email) {
    this.email = email;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  @Override
  public String toString() {
    return "LoginData[withheld]";
  }
}
