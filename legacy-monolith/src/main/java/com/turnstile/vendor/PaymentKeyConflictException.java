package com.turnstile.vendor;

import jakarta.ejb.ApplicationException;

/** The idempotency key was used before, for another amount, currency or card. */
@ApplicationException(rollback = true)
public class PaymentKeyConflictException extends Exception {

  private static final long serialVersionUID = 1L;

  public PaymentKeyConflictException() {
    super("the idempotency key was used for another payment");
  }
}
