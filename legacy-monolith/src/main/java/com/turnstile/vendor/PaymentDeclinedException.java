package com.turnstile.vendor;

import jakarta.ejb.ApplicationException;

/** The provider declined the card; the message is its reason. */
@ApplicationException(rollback = true)
public class PaymentDeclinedException extends Exception {

  private static final long serialVersionUID = 1L;

  public PaymentDeclinedException(String reason) {
    super(reason);
  }
}
