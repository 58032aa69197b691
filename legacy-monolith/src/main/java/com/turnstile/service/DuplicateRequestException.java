package com.turnstile.service;

import jakarta.ejb.ApplicationException;

/** Another transaction booked an order with this request id first. */
@ApplicationException(rollback = true)
public class DuplicateRequestException extends Exception {

  private static final long serialVersionUID = 1L;

  public DuplicateRequestException(String requestId) {
    super("an order with request id " + requestId + " was booked meanwhile");
  }
}
