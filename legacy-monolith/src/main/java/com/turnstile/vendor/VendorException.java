package com.turnstile.vendor;

import jakarta.ejb.ApplicationException;

/** A vendor did not answer, or answered that it cannot. */
@ApplicationException(rollback = true)
public class VendorException extends Exception {

  private static final long serialVersionUID = 1L;

  public VendorException(String message) {
    super(message);
  }
}
