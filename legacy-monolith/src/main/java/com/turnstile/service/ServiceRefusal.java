package com.turnstile.service;

import jakarta.ejb.ApplicationException;

/** An operation was refused; code and message go to the client as they are. */
@ApplicationException(rollback = true)
public class ServiceRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;

  public ServiceRefusal(String code, String message) {
    super(message);
    this.code = code;
  }

  public String getCode() {
    return code;
  }
}
