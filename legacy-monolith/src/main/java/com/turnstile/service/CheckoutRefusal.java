package com.turnstile.service;

import jakarta.ejb.ApplicationException;

/** A purchase or a look-up was refused; code and message go to the client as they are. */
@ApplicationException(rollback = true)
public class CheckoutRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;

  public CheckoutRefusal(String code, String message) {
    super(message);
    this.code = code;
  }

  public String getCode() {
    return code;
  }
}
